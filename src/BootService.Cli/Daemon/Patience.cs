namespace BootService.Cli.Daemon;

/// <summary>
/// Says once that the daemon is stuck, so that nobody waits for it without knowing. A verb that takes its time is no reason: what counts is that a call that
/// asks for nothing is not answered either.
/// </summary>
internal sealed class Patience : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private int _heard;

    /// <summary>Looks after the daemon until it is disposed.</summary>
    /// <param name="daemon">Who was asked.</param>
    /// <param name="terminal">Where it is said.</param>
    /// <param name="after">How long nothing may come.</param>
    public Patience(DaemonConnection daemon, Terminal terminal, TimeSpan after) => _ = LookAsync(daemon, terminal, after, _over.Token);

    /// <summary>Something came.</summary>
    public void Heard() => Volatile.Write(ref _heard, 1);

    public void Dispose()
    {
        _over.Cancel();
        _over.Dispose();
    }

    private async Task LookAsync(DaemonConnection daemon, Terminal terminal, TimeSpan after, CancellationToken over)
    {
        try
        {
            do
            {
                Volatile.Write(ref _heard, 0);
                await Task.Delay(after, TimeProvider.System, over);
            }
            while (Volatile.Read(ref _heard) != 0 || await daemon.IsThereAsync(after, over));

            over.ThrowIfCancellationRequested();
            terminal.EndProgress();
            terminal.Error.WriteLine(
                $"the daemon at {daemon.Place} is not answering anything: it is stopped, stuck or overloaded; waiting for it on and on, Ctrl-C ends the wait");
        }
        catch (OperationCanceledException)
        {
            // It has answered to the end.
        }
    }
}
