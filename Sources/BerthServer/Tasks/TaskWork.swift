internal import ServiceLifecycle
internal import TaskDispatch

/// Gives tasks to nodes until the service stops; what nodes have goes on there.
struct TaskWork: Service {
    let tasks: TaskService

    func run() async throws {
        await cancelWhenGracefulShutdown { await self.tasks.run() }
    }
}
