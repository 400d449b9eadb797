import OperatorText
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .watched)
struct DurationTests {
    @Test(arguments: [
        ("10s", 10), ("30m", 1_800), ("2h", 7_200), ("1d", 86_400), ("366d", 31_622_400), ("090m", 5_400),
    ])
    func `durations are read`(text: String, seconds: Int) {
        #expect(DurationText.seconds(text) == seconds)
    }

    @Test(arguments: [
        "", "90", "m", "0m", "-5m", "1h30m", "1.5h", "5 m", "5分钟", "367d", "999999999d", "9999999999s", "５m", "5M",
    ])
    func `other texts are no durations`(text: String) {
        #expect(DurationText.seconds(text) == nil)
    }
}
