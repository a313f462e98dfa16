using BootService.Core.Stores;

namespace BootService.Commands.Tests.Support;

/// <summary>Two frontends at one database, one of which has not been heard of for a minute.</summary>
internal sealed class TwoFrontends : IFrontends
{
    public Task<IReadOnlyList<FrontendPeer>> ListFrontendsAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<FrontendPeer>>(
    [
        new FrontendPeer("fe1", "10.1.1.1", "0.2.0", DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(1), IsHere: true) { Service = "10.1.1.11" },
        new FrontendPeer("fe2", "10.2.1.1", "0.1.0", DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(1), IsHere: false) { Service = "10.1.1.12" },
    ]);
}
