using BootService.Core.Hosts;
using BootService.Core.Networks;
using BootService.Protocols.Net;

namespace BootService.Rehearsals;

/// <summary>The host that a rehearsal plays.</summary>
/// <param name="Host">Its name.</param>
/// <param name="Mac">The card it boots from.</param>
/// <param name="Address">That card's address; 0.0.0.0 when it has none.</param>
internal sealed record PlayedHost(HostName Host, MacAddress Mac, Ipv4 Address);

/// <summary>The one place that tells a rehearsal from a boot. Every server that would change something asks here first.</summary>
/// <remarks>
/// A rehearsal speaks from the frontend's own address, which no node has, and which the kernel lets nobody on the wire claim: it
/// drops what comes in from its own address. Only while a rehearsal runs, and only for the host it plays, is such a request one
/// of its own; one runs at a time.
/// </remarks>
internal sealed class RunningRehearsal(Frontend frontend, TimeProvider time) : IDisposable
{
    /// <summary>How long servers may still speak of a rehearsal that has ended.</summary>
    private static readonly TimeSpan Echo = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _one = new(1);
    private volatile PlayedHost? _played;
    private long _ended;

    /// <summary>Begins a rehearsal, once no other runs; disposing the result ends it.</summary>
    public async Task<IDisposable> BeginAsync(PlayedHost host, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        _played = host;
        return new Mark(this);
    }

    /// <summary>The host that is played by who speaks from this address; null for everybody real.</summary>
    public PlayedHost? Of(Ipv4 peer) => _played is { } played && frontend.Has(peer) ? played : null;

    /// <summary>Whether what happened to this address is a rehearsal's doing, and no news of a machine.</summary>
    public bool IsEcho(Ipv4 peer) => frontend.Has(peer) && (_played is not null || (Interlocked.Read(ref _ended) is not 0 and var ended && time.GetElapsedTime(ended) < Echo));

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private void End()
    {
        Interlocked.Exchange(ref _ended, time.GetTimestamp());
        _played = null;
        _one.Release();
    }

    private sealed class Mark(RunningRehearsal rehearsal) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                rehearsal.End();
            }
        }
    }
}
