using BootService.Core.Attributes;
using BootService.Core.Boot;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Protocols.Net;

namespace BootService.Storage.Tests;

internal static class Samples
{
    public static DateTimeOffset Noon { get; } = new(2026, 5, 4, 12, 0, 0, TimeSpan.FromHours(2));

    public static Frontend Frontend { get; } =
        new("frontend", "local", "eth1", new MacAddress(0x5254_0000_0001), Ipv4.Parse("10.1.1.1"), Ipv4Network.Parse("10.1.0.0/16"), 80);

    public static Inventory Empty { get; } = Inventory.Empty(Frontend);

    public static HostName Name(int number) => HostName.Parse($"backend-{number / 100}-{number % 100}");

    public static Host Host(int number) => new(Name(number), "backend", number / 100, number % 100)
    {
        Interfaces =
            [new HostInterface("eth0", new MacAddress(0x5254_0001_0000 + (ulong)number), new Ipv4(0x0A02_0000 + (uint)number), "private", IsDefault: true)],
    };

    public static Change.AttributeWritten Attribute(HostName host, string name, string text) =>
        new(AttributeOwner.Of(host), AttributeName.Parse(name), new AttributeValue(text, Shadow: false, Noon));

    public static InstallAttempt Attempt(long id, HostName host) => new(id, host, $"secret-{id}", Noon, 3, TimeSpan.FromMinutes(30))
    {
        Pallet = new PalletKey("CentOS", "6.6", "redhat", "x86_64"),
        Image = new KernelImage("os/vmlinuz", "os/initrd.img", 6, "x86_64"),
    };

    /// <summary>The inventory that is rebuilt from a store.</summary>
    public static async Task<Inventory> LoadAsync(BootDatabase database, CancellationToken cancel) =>
        Empty.With((await database.Appliance.LoadAsync(cancel)).Changes);
}
