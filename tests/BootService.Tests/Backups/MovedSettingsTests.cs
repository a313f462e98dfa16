using BootService.Backups;
using BootService.Core.Inventories;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Tests.Backups;

public sealed class MovedSettingsTests
{
    private static readonly FrontendMove Move =
        new(Ipv4.Parse("10.1.1.1"), Ipv4Network.Parse("10.1.0.0/16"), Ipv4.Parse("10.7.0.1"), Ipv4Network.Parse("10.7.0.0/16"));

    [Theory]
    [InlineData("""{ "Interface": "eth1" }""", """{ "Interface": "eno2" }""")]
    [InlineData("""{ "interface" : ["eth1", "eth2"] }""", """{ "interface" : ["eno2", "eth2"] }""")]
    [InlineData("""{ "Interface": "eth1, eth2" }""", """{ "Interface": "eno2, eth2" }""")]
    [InlineData(
        """
        {
          // The wall needs it.
          "Admin": { "Listen": "10.1.1.1:8443" }, /* eth1 */
          "DataDirectory": "/srv/eth1",
        }
        """,
        """
        {
          // The wall needs it.
          "Admin": { "Listen": "10.7.0.1:8443" }, /* eth1 */
          "DataDirectory": "/srv/eth1",
        }
        """)]
    [InlineData("""{ "Dns": { "Forwarders": "10.1.1.10" } }""", """{ "Dns": { "Forwarders": "10.1.1.10" } }""")]
    [InlineData("", "")]
    public void Address_and_interface_are_this_machines_and_all_else_stays(string text, string expected) =>
        Assert.Equal(expected, MovedSettings.Of(text, [Move], new Dictionary<string, string> { ["eth1"] = "eno2" }));
}
