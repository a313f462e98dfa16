using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using Xunit;

namespace BootService.Core.Tests.Installs;

public sealed class FrontendArmingTests
{
    [Theory]
    [InlineData("frontend", "10.1.1.77")]
    [InlineData("backend", "10.1.1.1")]
    public void A_frontend_is_never_armed_by_its_appliance_or_by_its_address(string appliance, string address)
    {
        var host = Cluster.Backend(0) with
        {
            Appliance = appliance,
            Interfaces = [new HostInterface("eth0", Cluster.Mac(0), Protocols.Net.Ipv4.Parse(address), "private", IsDefault: true)],
        };
        var inventory = Cluster.Inventory().With(new Change.HostSet(host));
        var refused = Assert.Throws<RefusedException>(() => Arming.Install(inventory, host, Cluster.Noon, InstallAttempt.NewSecret(), _ => "kickstart"));
        Assert.Contains("nobody installs it", refused.Message, StringComparison.Ordinal);
    }
}
