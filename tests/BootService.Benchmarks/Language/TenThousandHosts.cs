using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Protocols.Net;

namespace BootService.Benchmarks.Language;

/// <summary>A large site: ten thousand hosts with an address and fifty attributes each, those of the seed page among them, and one OS pallet.</summary>
internal static class TenThousandHosts
{
    public const int Hosts = 10_000;

    private const int Attributes = 50;

    public static Frontend Frontend { get; } = new("frontend", "example.org", "eth1", default, Ipv4.Parse("10.1.1.1"), Ipv4Network.Parse("10.1.0.0/16"), 80);

    public static IEnumerable<Change> Changes()
    {
        foreach (var appliance in Appliance.BuiltIn)
        {
            yield return new Change.ApplianceSet(appliance);
        }

        yield return new Change.NetworkSet(new Network(Network.Private, Frontend.Subnet) { Zone = "example.org" });
        yield return new Change.PalletSet(
            new Pallet(new PalletKey("CentOS", "6.6", "redhat", "x86_64")) { Kernel = "vmlinuz", Initrd = "initrd.img", Boxes = ["default"] });
        for (var i = 0; i < Hosts; i++)
        {
            var name = HostName.Parse($"backend-{i / 40}-{i % 40}");
            yield return new Change.HostSet(new Host(name, "backend", i / 40, i % 40)
            {
                Interfaces =
                    [new HostInterface("eth0", new MacAddress(0x525400000000UL + (ulong)i), new Ipv4(0x0A010200u + (uint)i), Network.Private, IsDefault: true)],
            });
            foreach (var (attribute, value) in Values(i))
            {
                yield return new Change.AttributeWritten(
                    AttributeOwner.Of(name), AttributeName.Parse(attribute), new AttributeValue(value, Shadow: false, default));
            }
        }
    }

    private static IEnumerable<(string Name, string Value)> Values(int host) =>
        Enumerable.Range(0, Attributes - 5).Select(n => ($"attribute_{n}", $"value {n}")).Concat(
    [
        ("is_mesos_master", host == 0 ? "true" : "false"), ("is_mesos_slave", host == 0 ? "false" : "true"), ("zookeeper_ip", "10.1.255.254"),
        ("mesos_cluster_name", "MesosCluster"), ("Kickstart_PrivateRootPassword", "$6$salt$hash"),
    ]);
}
