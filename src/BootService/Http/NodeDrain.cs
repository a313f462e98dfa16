using BootService.Http.Transport;

namespace BootService.Http;

/// <summary>At a stop, bounds the time that machines have for the files they are fetching: Kestrel would wait for a disc as long as for a kernel.</summary>
internal sealed class NodeDrain(NodeTransport transport, TimeProvider time) : IHostedLifecycleService, IDisposable
{
    /// <summary>A kernel and a RAM disk are through by then; who fetches more goes on from where it was.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private ITimer? _timer;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(static transport => ((NodeTransport)transport!).AbortAll(), transport, Patience, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();
}
