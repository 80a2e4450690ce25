enum OpenAPIText {
    static let yaml = ""
}
