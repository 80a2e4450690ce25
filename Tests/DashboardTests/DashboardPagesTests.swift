import Dashboard
import Foundation
import Testing

struct DashboardPagesTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/Dashboard/Assets")

    private static let files = DashboardPages.all.filter { $0.path.hasPrefix("/assets/") }

    /// The path of a file within `Assets`.
    private static func name(_ page: Page) -> String {
        page.path.split(separator: "/").dropFirst(2).joined(separator: "/")
    }

    private static func text(_ page: Page) -> String { String(decoding: page.bytes, as: UTF8.self) }

    @Test func `what is served is what stands in the folder`() throws {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: Self.folder.path()).filter { $0.contains(".") }
        let scripts = paths.filter { !$0.hasSuffix(".css") && $0 != "index.html" }
        #expect(Set(scripts + ["style.css"]) == Set(Self.files.map(Self.name)), "name each in PageFiles.c")
        for file in Self.files where Self.name(file) != "style.css" {
            let written = try String(contentsOf: Self.folder.appending(path: Self.name(file)), encoding: .utf8)
            #expect(Self.text(file) == written, "\(file.path)")
        }
    }

    @Test func `the styles are the folder's, as one`() throws {
        let style = Self.text(try #require(Self.files.first { Self.name($0) == "style.css" }))
        let folder = Self.folder.appending(path: "style")
        let written = try FileManager.default.contentsOfDirectory(atPath: folder.path())
            .map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
        #expect(written.allSatisfy(style.contains))
        #expect(style.utf8.count == written.reduce(0) { $0 + $1.utf8.count })
    }

    @Test func `the document is the folder's, with every module and no placeholder`() throws {
        let document = try #require(DashboardPages.all.first { $0.path == "/" })
        let written = try String(contentsOf: Self.folder.appending(path: "index.html"), encoding: .utf8)
        let start = try #require(written.split(separator: "{{").first)
        #expect(Self.text(document).hasPrefix(start))
        #expect(!Self.text(document).contains("{{"))
        for file in Self.files where file.path.hasSuffix(".js") { #expect(Self.text(document).contains(file.path)) }
    }

    @Test func `all files together are small`() throws {
        let document = try #require(DashboardPages.all.first { $0.path == "/" })
        #expect(Self.files.reduce(document.bytes.count) { $0 + $1.bytes.count } < 300_000)
    }

    @Test func `every address answers with the document`() {
        let pages = DashboardPages.all.filter { !$0.path.hasPrefix("/assets/") }
        #expect(pages.map(\.path) == DashboardPages.addresses)
        #expect(Set(pages.map(\.bytes)).count == 1)
        #expect(pages.allSatisfy { $0.contentType == "text/html; charset=utf-8" && !$0.isImmutable })
    }

    @Test func `addresses of files change with their content and may be kept`() {
        #expect(Set(Self.files.map { $0.path.split(separator: "/")[1] }).count == 1)
        #expect(
            Self.files.allSatisfy { $0.isImmutable && $0.entityTag.hasPrefix("\"") && $0.entityTag.hasSuffix("\"") }
        )
        #expect(Self.files.allSatisfy { $0.contentType != "application/octet-stream" })
    }

    @Test func `nothing is inline, and nothing comes from elsewhere`() throws {
        let document = Self.text(try #require(DashboardPages.all.first { $0.path == "/" }))
        #expect(!document.contains("<style") && !document.contains(" style="))
        #expect(document.matches(of: /<script(?![^>]*\ssrc=)/).isEmpty)
        #expect(document.matches(of: /\son[a-z]+=/).isEmpty)
        for file in Self.files {
            let addresses = Self.text(file).matches(of: /https?:\/\/[a-z][^\s"'`)]*/).map { String($0.output) }
            // The name of SVG's elements is no address that is asked for.
            #expect(addresses.allSatisfy { $0 == "http://www.w3.org/2000/svg" }, "\(file.path): \(addresses)")
            #expect(!Self.text(file).contains("innerHTML"), "\(file.path)")
        }
    }

    @Test func `every module that is imported is there`() {
        let paths = Set(Self.files.map(\.path))
        for file in Self.files where file.path.hasSuffix(".js") {
            for match in Self.text(file).matches(of: /from "(\.[^"]+)"/) {
                let folder = URL(filePath: file.path).deletingLastPathComponent()
                #expect(
                    paths.contains(folder.appending(path: String(match.output.1)).standardized.path()),
                    "\(file.path)"
                )
            }
        }
    }
}
