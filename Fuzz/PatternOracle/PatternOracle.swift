import Foundation

/// Answers, for `Scripts/fuzz-patterns.py`, what the engine makes of patterns and texts.
///
/// Reads lines of JSON, one ``Question`` each, and writes an ``Answer`` for each, in order.
@main
enum PatternOracle {
    static func main() throws {
        let (decoder, encoder) = (JSONDecoder(), JSONEncoder())
        while let line = readLine() {
            let question = try decoder.decode(Question.self, from: Data(line.utf8))
            var answer = try encoder.encode(Answer(to: question))
            answer.append(0x0A)
            try FileHandle.standardOutput.write(contentsOf: answer)
        }
    }
}
