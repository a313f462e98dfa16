using BootService.Http;
using BootService.Upstream;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace BootService.Tests.Relays;

public sealed class RelayedNodeTests
{
    [Theory]
    [InlineData("10.3.0.10", "10.3.0.1:80", "612", true)]
    [InlineData("10.3.0.10", "10.3.0.1:80", "", false)]
    [InlineData("10.3.0.10", "10.3.0.1", "612", false)]
    [InlineData("10.3.0.10", "10.3.0.1:0", "612", false)]
    [InlineData("10.3.0.10", "10.3.0.1:65536", "612", false)]
    [InlineData("10.3.0.10", "frontend:80", "612", false)]
    [InlineData("0.0.0.0", "10.3.0.1:80", "612", false)]
    [InlineData("255.255.255.255", "10.3.0.1:80", "612", false)]
    [InlineData("../x", "10.3.0.1:80", "612", false)]
    public void A_relay_says_who_asked_it_and_where(string node, string asked, string port, bool isUnderstood)
    {
        var headers = new HeaderDictionary { [RelayedNode.AskedHeader] = asked, [RelayedNode.PortHeader] = port };
        var read = RelayedNode.Read(node, headers);
        Assert.Equal(isUnderstood, read is not null);
        Assert.Equal(isUnderstood ? "10.3.0.10 612 10.3.0.1 80" : null, read is null ? null : $"{read.Address} {read.Port} {read.Asked} {read.HttpPort}");
    }

    [Theory]
    [InlineData("https://fe1:8443", 1)]
    [InlineData("https://fe1:8443, https://10.1.1.2:8443/", 2)]
    [InlineData("", 0)]
    [InlineData("http://fe1", 0)]
    [InlineData("fe1:8443", 0)]
    [InlineData("https://fe1/api", 0)]
    [InlineData("https://root:hunter@fe1", 0)]
    public void Frontends_are_named_by_the_addresses_of_their_TLS_side(string text, int count)
    {
        Assert.Equal(count, UpstreamUrls.Parse(text, out var fault).Length);
        Assert.Equal(count == 0, fault is not null);
        Assert.DoesNotContain("hunter", fault ?? string.Empty, StringComparison.Ordinal);
    }
}
