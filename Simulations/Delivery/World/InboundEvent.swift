/// Something that a follower did, and the replies that the rules give to it.
struct InboundEvent {
    let number: Int
    let user: Int
    let drafts: [ReplyDraft]
}
