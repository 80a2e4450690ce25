internal import Access
internal import CEmbeddedFiles
internal import HTTPTypes
internal import Web

/// The API's description, as it stands at the repository's root.
struct DescriptionRoute: Sendable {
    var routes: [Route] {
        [
            Route(.get, "/openapi.yaml", permission: .observe) { _ in
                Answer(contentType: "application/yaml", body: Array(String(cString: embedded_openapi()).utf8))
            }
        ]
    }
}
