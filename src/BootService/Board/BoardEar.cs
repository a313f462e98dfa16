using BootService.Events;

namespace BootService.Board;

/// <summary>Has the board hear each event once, however many pages are open, and not at all while none is.</summary>
internal sealed class BoardEar(HostBoard board, BootEventWriter events) : IDisposable
{
    private readonly Lock _lock = new();
    private CancellationTokenSource? _hearing;
    private int _open;

    /// <summary>Somebody looks, until what is given is disposed.</summary>
    public IDisposable Open()
    {
        lock (_lock)
        {
            if (_open++ == 0)
            {
                _hearing = new CancellationTokenSource();
                _ = HearAsync(events.Subscribe(_hearing.Token));
            }
        }

        return new Closing(this);
    }

    /// <inheritdoc/>
    public void Dispose() => _hearing?.Dispose();

    private async Task HearAsync(IAsyncEnumerable<Core.Events.BootEvent> happening)
    {
        try
        {
            await foreach (var happened in happening)
            {
                board.Hear(happened.Host);
            }
        }
        catch (OperationCanceledException)
        {
            // The last page was closed.
        }
    }

    private void Close()
    {
        lock (_lock)
        {
            if (--_open == 0)
            {
                _hearing!.Cancel();
                _hearing.Dispose();
                _hearing = null;
            }
        }
    }

    private sealed class Closing(BoardEar ear) : IDisposable
    {
        private BoardEar? _ear = ear;

        public void Dispose() => Interlocked.Exchange(ref _ear, null)?.Close();
    }
}
