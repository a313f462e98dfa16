using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Protocols.Net;

namespace BootService.Core.Tests;

/// <summary>The seed page's cluster as values: one master, four slaves, one OS pallet.</summary>
internal static class Cluster
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static readonly Frontend Frontend = new(
        "frontend", "local", "eth1", MacAddress.Parse("52:54:00:00:00:01"), Ipv4.Parse("10.1.1.1"), Ipv4Network.Parse("10.1.0.0/16"), 80);

    public static readonly Frontend SecondLink =
        Frontend with { Interface = "eth2", Address = Ipv4.Parse("10.5.0.1"), Subnet = Ipv4Network.Parse("10.5.0.0/24") };

    public static readonly Pallet Os = new(new PalletKey("CentOS", "6.6", "redhat", "x86_64"))
    {
        Kernel = "images/pxeboot/vmlinuz",
        Initrd = "images/pxeboot/initrd.img",
        Boxes = ["default"],
    };

    public static HostName Name(string name) => HostName.Parse(name);

    public static MacAddress Mac(int rank) => new(0x5254_0000_0100UL + (uint)rank);

    public static Host Backend(int rank) => new(Name($"backend-0-{rank}"), "backend", 0, rank)
    {
        Interfaces = [new HostInterface("eth0", Mac(rank), new Ipv4(0x0A01FFFE - (uint)rank), Network.Private, IsDefault: true)],
    };

    public static Inventory Inventory() => Core.Inventories.Inventory.Empty(Frontend).With(
    [
        .. Appliance.BuiltIn.Select(appliance => new Change.ApplianceSet(appliance)),
        new Change.NetworkSet(new Network(Network.Private, Frontend.Subnet)),
        new Change.PalletSet(Os),
        .. Enumerable.Range(0, 5).Select(rank => new Change.HostSet(Backend(rank))),
    ]);

    /// <summary>The same on a frontend that has a second boot interface.</summary>
    public static Inventory WithSecondLink(Inventory inventory) => new(Frontend with { Others = [SecondLink] }, inventory.Tables);

    public static Inventory Set(this Inventory inventory, AttributeOwner owner, string name, string value) =>
        inventory.With(new Change.AttributeWritten(owner, AttributeName.Parse(name), new AttributeValue(value, Shadow: false, Noon)));

    public static Inventory Choose(this Inventory inventory, int rank, BootAction action, string install, string os) =>
        inventory.With(new Change.HostSet(inventory.HostOf(Name($"backend-0-{rank}"))! with { Action = action, InstallAction = install, OsAction = os }));

    public static Inventory Arm(this Inventory inventory, int rank, DateTimeOffset? now = null) =>
        inventory.With(Arming.Install(inventory, inventory.HostOf(Name($"backend-0-{rank}"))!, now ?? Noon, InstallAttempt.NewSecret(), _ => "kickstart"));

    public static Inventory Signal(this Inventory inventory, int rank, AttemptSignal signal, DateTimeOffset now) =>
        inventory.With(AttemptLedger.Changes(inventory, inventory.AttemptOf(Name($"backend-0-{rank}"))!, signal, now));
}
