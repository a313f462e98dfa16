using BootService.Lab.Lan;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Interop.Tests.Clients;

/// <summary>A frontend and namespaces in which client programs play machines.</summary>
public sealed class ClientLan : IAsyncLifetime
{
    private ServedLan? _served;
    private int _hosts;

    internal ServedLan Served => _served!;

    public async ValueTask InitializeAsync() => _served = await ServedLan.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_served is not null)
        {
            await _served.DisposeAsync();
        }
    }

    /// <summary>A client whose card and address the frontend knows.</summary>
    internal async Task<(LanClient Client, string Host, Ipv4 Address)> AddKnownAsync()
    {
        var rank = Interlocked.Increment(ref _hosts);
        var (client, host, address) = (await Served.Lan.AddClientAsync(), $"backend-7-{rank}", BootLan.AddressOf(100 + rank));
        await Served.Daemon.Stack.RunAsync("add", "host", host);
        await Served.Daemon.Stack.RunAsync("add", "host", "interface", host, "interface=eth0", $"mac={client.Mac}", $"ip={address}", "network=private");
        return (client, host, address);
    }

    /// <summary>A known client that has its address already.</summary>
    internal async Task<LanClient> AddConnectedAsync()
    {
        var (client, _, address) = await AddKnownAsync();
        await client.TakeAddressAsync(address);
        return client;
    }
}

/// <summary>One LAN serves every class of client tests.</summary>
[CollectionDefinition(nameof(ClientLan))]
public sealed class ClientLanTests : ICollectionFixture<ClientLan>;
