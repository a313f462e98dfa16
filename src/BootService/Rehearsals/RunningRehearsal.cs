using BootService.Core.Hosts;
using BootService.Core.Stores;
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
/// drops what comes in from its own address. Only for the host that is played is such a request a rehearsal's; one runs at a
/// time. It stays one for a while after the end: what was asked twice because the frontend was slow is still under way then, and
/// a transfer that the persona left is given up much later.
/// </remarks>
internal sealed class RunningRehearsal(IAppliance appliance, TimeProvider time) : IDisposable
{
    /// <summary>How long an ended rehearsal is still heard of: longer than TFTP waits for a client that is gone.</summary>
    private static readonly TimeSpan Echo = TimeSpan.FromMinutes(1);

    /// <summary>Instead of the moment of the end.</summary>
    private const long Running = long.MaxValue;

    private readonly SemaphoreSlim _one = new(1);
    private volatile PlayedHost? _played;
    private long _ended = Running;

    private bool IsHeard => Interlocked.Read(ref _ended) is var ended && (ended == Running || time.GetElapsedTime(ended) < Echo);

    /// <summary>Begins a rehearsal, once no other runs; disposing the result ends it.</summary>
    public async Task<IDisposable> BeginAsync(PlayedHost host, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        Interlocked.Exchange(ref _ended, Running);
        _played = host;
        return new Mark(this);
    }

    /// <summary>The host that is played by who speaks from this address; null for everybody real.</summary>
    public PlayedHost? Of(Ipv4 peer) =>
        _played is { } played && appliance.Current.Frontend.Has(peer) && IsHeard ? played : null;

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private void End()
    {
        Interlocked.Exchange(ref _ended, time.GetTimestamp());
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
