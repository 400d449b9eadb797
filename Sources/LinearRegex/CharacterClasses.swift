/// A program prepared for stepping through classes of characters instead of characters.
///
/// A class, so that handing it on costs one reference.
final class PatternTransitions: Sendable {
    let program: PatternProgram
    /// The first code point of each stretch of one class, ascending, and its class.
    private let bounds: [UInt32]
    private let classOfBound: [UInt8]
    /// How many classes this program tells apart, at most 255.
    let classCount: Int
    /// One code point of each class of this program.
    let representatives: [Unicode.Scalar]

    /// Whether the pattern matches in an empty text.
    let matchesNothing: Bool

    /// Nil when the program tells too many classes apart; it is then run by ``PatternMachine`` alone.
    init?(_ program: PatternProgram) {
        var own: Set<UInt32> = [0]
        program.forEachRange { range in
            own.insert(range.lowerBound)
            own.insert(range.upperBound + 1)
        }
        let bounds = own.sorted()
        // Stretches that the same instructions accept are one class.
        var numbers: [[Bool]: UInt8] = [:]
        var representatives: [Unicode.Scalar] = []
        var numberOfBound: [UInt8] = []
        let literals = Self.literals(of: program)
        for bound in bounds where bound <= 0x10FFFF {
            guard let scalar = Unicode.Scalar(bound) ?? Unicode.Scalar(0xE000) else { continue }
            var accepted = program.sets.map { $0.contains(scalar) }
            accepted += [literals.contains(scalar)]
            if literals.contains(scalar) { accepted += (0..<21).map { scalar.value >> $0 & 1 == 1 } }
            if numbers[accepted] == nil {
                guard representatives.count < 255 else { return nil }
                numbers[accepted] = UInt8(representatives.count)
                representatives.append(scalar)
            }
            numberOfBound.append(numbers[accepted] ?? 0)
        }
        self.program = program
        self.bounds = bounds.filter { $0 <= 0x10FFFF }
        classOfBound = numberOfBound
        classCount = representatives.count
        self.representatives = representatives
        var stepper = PatternStepper()
        matchesNothing = stepper.begin(program).map { stepper.isMatch($0, isStart: true, program) } ?? true
    }

    /// For each class of the shared alphabet the class of this program, and ``classCount`` for the end of the text.
    func row(of alphabet: PatternAlphabet) -> [UInt8] {
        var row: [UInt8] = []
        row.reserveCapacity(alphabet.bounds.count + 1)
        var index = 0
        for bound in alphabet.bounds {
            while index + 1 < bounds.count, bounds[index + 1] <= bound { index += 1 }
            row.append(classOfBound[index])
        }
        return row + [UInt8(classCount)]
    }

    /// The cells of one state: one for each class and one for the end of the text.
    var cellCount: Int { classCount + 1 }

    private static func literals(of program: PatternProgram) -> Set<Unicode.Scalar> {
        var literals: Set<Unicode.Scalar> = []
        for case .scalar(let scalar, _) in program.instructions { literals.insert(scalar) }
        return literals
    }
}
