/// Memory that C kernels read: a copy of an array at a 64-byte boundary, freed with its owner.
///
/// `@unchecked Sendable`: the memory is written in the initialiser only and read ever after.
final class KernelBuffer<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    let pointer: UnsafePointer<Element>
    private let memory: UnsafeMutableRawPointer

    init(_ elements: [Element]) {
        let bytes = max(1, elements.count) * MemoryLayout<Element>.stride
        self.memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        let typed = self.memory.bindMemory(to: Element.self, capacity: max(1, elements.count))
        typed.initialize(from: elements, count: elements.count)
        self.pointer = UnsafePointer(typed)
    }

    deinit { self.memory.deallocate() }
}
