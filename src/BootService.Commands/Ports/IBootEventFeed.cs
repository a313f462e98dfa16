using BootService.Core.Events;

namespace BootService.Commands.Ports;

/// <summary>What happens, as it happens.</summary>
public interface IBootEventFeed
{
    /// <summary>Everything that happens from this call on, until the token is cancelled or the daemon stops. Who reads too slowly misses the oldest.</summary>
    IAsyncEnumerable<BootEvent> Subscribe(CancellationToken cancel);
}
