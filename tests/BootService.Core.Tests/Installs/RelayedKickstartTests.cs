using System.Text;
using BootService.Core.Installs;
using BootService.Core.Networks;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Installs;

public sealed class RelayedKickstartTests
{
    private const string Secret = "c2VjcmV0";
    private const string Relay = "http://10.3.0.1";

    private static readonly Frontend Here = Cluster.Frontend with
    {
        Peers = new PeerFrontends(1, [new PeerFrontend("fe2", [Ipv4.Parse("10.1.1.2")], IsUp: true)]),
    };

    [Theory]
    [InlineData("url --url http://10.1.1.1/install/pallets/a/", "url --url http://10.3.0.1/install/pallets/a/")]
    [InlineData("repo=http://10.1.1.2/install/pallets/a/", "repo=http://10.3.0.1/install/pallets/a/")]
    [InlineData("curl http://10.1.1.9:8080/install/done/c2VjcmV0", "curl http://10.3.0.1/install/done/c2VjcmV0")]
    [InlineData("repo=http://10.9.9.9/install/other/", "repo=http://10.9.9.9/install/other/")]
    [InlineData("server 10.1.1.1 iburst", "server 10.1.1.1 iburst")]
    public void Urls_of_frontends_lead_to_the_relay_and_nothing_else_does(string frozen, string served) =>
        Assert.Equal(served, Encoding.UTF8.GetString(ServedKickstart.Through(Encoding.UTF8.GetBytes(frozen), Secret, Here, Relay).Span));
}
