/// A fault that a test plants in the prover, to show that its own checks see it; the product uses ``none``.
enum ProofMutation: String, Sendable, CaseIterable {
    case none
    // Facts of a text.
    case latinBoundaryIgnored, prefixAnywhere, suffixAnywhere, noneIgnored, allNeedsOne, allAddsNoLength
    case firstKeywordCounts, exactUntrimmed, exactTrimsStartOnly, endAnchorIgnored, spaceAlwaysKept
    case onlyWrittenCharacters, setsNotSplit
    // Ranking and walk.
    case tierIgnored, lengthIgnored, priorityIgnored, orderReversed, alsoEndsWalk, coolingNeverPasses
    case everybodyTests, offAnswers, messagesUnlimited
    // Circumstances.
    case conditionsHold, firstCaseOnly, handoffsIgnored, resumeWordsIgnored, firstContactFixed, questionsIgnored
    case timeFixed
    // Changes.
    case replyTextsEqual, cooldownsEqual, lifetimesEqual, movesIgnored, clausesEqual, removalsIgnored
    case fallbackEqual, schedulesEqual, capturesEqual
    // Search.
    case depthFirst, neverRefines, limitsIgnored, alsoIgnored, filterInverted, otherEventsIgnored
}
