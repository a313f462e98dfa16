using BootService.Commands.Tests.Support;
using BootService.Core.Doctor;

namespace BootService.Commands.Tests.Verbs;

public sealed class CheckNetworkTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void A_network_that_is_well_ends_with_0_though_some_things_could_not_be_looked_at()
    {
        _stack.Doctor.Findings.Add(Finding.Unknown("firewall", "it cannot be read (nft is not installed)"));
        Assert.Equal(
            [["mtu", "fine", "eth1 takes 1500", ""], ["firewall", "unknown", "it cannot be read (nft is not installed)", ""]],
            _stack.Do("check", "network").Rows);
    }

    [Fact]
    public void What_is_wrong_ends_with_1_and_a_sentence()
    {
        _stack.Doctor.Findings.Add(Finding.Wrong("dhcp servers", "10.1.0.66 offers 10.1.0.100", "stop it"));
        Assert.Equal("dhcp servers: 10.1.0.66 offers 10.1.0.100", _stack.Refused("check", "network"));
        _stack.Doctor.Findings.Add(Finding.Wrong("firewall", "chain input drops udp 67", "let it in"));
        Assert.Equal("2 things are wrong with the boot network: dhcp servers, firewall", _stack.Refused("check", "network"));
    }
}
