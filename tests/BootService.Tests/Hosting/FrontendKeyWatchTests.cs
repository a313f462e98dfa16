using System.Collections.Immutable;
using BootService.Appliances;
using BootService.Commands.Ports;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Hosting;
using BootService.Protocols.Net;
using BootService.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BootService.Tests.Hosting;

public sealed class FrontendKeyWatchTests : IDisposable
{
    private const string One = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl root@frontend";
    private const string Other = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDYp2n1 root@frontend";

    private readonly string _folder = Directory.CreateTempSubdirectory("bootservice-keys-").FullName;
    private readonly FakeTimeProvider _time = new();

    private string KeyFile => Path.Combine(_folder, "frontend.pub");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_keys_are_known_at_once_and_a_change_is_noticed_and_armed_with_before_that()
    {
        await File.WriteAllTextAsync(KeyFile, $"# of root\n{One}\nnonsense\n{Other}\n", Cancel);
        using var database = BootDatabase.Open(_folder);
        var writer = new ApplianceWriter(database.Appliance, new ApplianceStart(Empty, 0), _time, NullLogger<ApplianceWriter>.Instance);
        await writer.StartAsync(Cancel);
        using var watch = new FrontendKeyWatch(
            new DaemonSettings { Frontend = new FrontendSettings { PublicKey = KeyFile } }, writer, _time, NullLogger<FrontendKeyWatch>.Instance);
        await watch.StartAsync(Cancel);
        Assert.Equal($"{One}\n{Other}", writer.Current.FrontendKeys);

        var arming = new SeenArming();
        var keyed = new KeyedArming(arming, watch);
        keyed.Arm(writer.Current, [], _time.GetUtcNow());
        Assert.Equal($"{One}\n{Other}", arming.Keys);

        await File.WriteAllTextAsync(KeyFile, $"{Other}\n", Cancel);
        keyed.Arm(writer.Current, [], _time.GetUtcNow());
        Assert.Equal(Other, arming.Keys);
        await SeenAsync(writer, Other);
        File.Delete(KeyFile);
        await SeenAsync(writer, null);

        await watch.StopAsync(Cancel);
        await writer.StopAsync(Cancel);
        Assert.Empty((await database.Appliance.LoadAsync(Cancel)).Changes);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Inventory Empty => Inventory.Empty(
        new Frontend("frontend", "local", "eth1", new MacAddress(1), Ipv4.Parse("10.1.1.1"), Ipv4Network.Parse("10.1.0.0/16"), 80));

    /// <summary>Arms nothing, and tells with which keys it would have.</summary>
    private sealed class SeenArming : IInstallArming
    {
        public string? Keys { get; private set; }

        public ImmutableArray<Change> Arm(Inventory inventory, ImmutableArray<Core.Hosts.Host> hosts, DateTimeOffset now)
        {
            Keys = inventory.FrontendKeys;
            return [];
        }
    }

    private async Task SeenAsync(ApplianceWriter writer, string? keys)
    {
        while (writer.Current.FrontendKeys != keys)
        {
            Cancel.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }
    }
}
