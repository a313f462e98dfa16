using BootService.Commands.Output;
using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Verbs;

public sealed class FirewallVerbTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void Rules_of_every_scope_are_added_listed_reported_and_removed()
    {
        _stack.Do(
            "add", "firewall", "rulename=WEB", "chain=INPUT", "protocol=tcp", "service=http,https", "action=ACCEPT", "network=private", "comment=our pages");
        _stack.Do("add", "host", "firewall", "backend-0-0", "backend-0-1", "chain=INPUT", "protocol=tcp", "service=8080", "action=ACCEPT");
        _stack.Do("add", "appliance", "firewall", "backend", "rulename=WEB", "chain=INPUT", "protocol=tcp", "service=81", "action=ACCEPT");
        Assert.Equal(
            [
                ["global", "WEB", "filter", "http,https", "tcp", "INPUT", "ACCEPT", "private", "", "", "our pages", "G"],
                ["backend", "WEB", "filter", "81", "tcp", "INPUT", "ACCEPT", "", "", "", "", "A"],
                ["backend-0-0", "INPUT-tcp-8080--ACCEPT", "filter", "8080", "tcp", "INPUT", "ACCEPT", "", "", "", "", "H"],
                ["backend-0-1", "INPUT-tcp-8080--ACCEPT", "filter", "8080", "tcp", "INPUT", "ACCEPT", "", "", "", "", "H"],
            ],
            _stack.Do("list", "firewall").Rows);
        var report = _stack.Do("report", "host", "firewall", "backend-0-0").Messages.Single();
        Assert.Contains("-A INPUT -p tcp --dport 81 -j ACCEPT", report, StringComparison.Ordinal);
        Assert.DoesNotContain("--dport 80 ", report, StringComparison.Ordinal);
        _stack.Do("remove", "appliance", "firewall", "backend", "rulename=WEB");
        Assert.Contains(
            "-A INPUT -d 10.1.255.254 -p tcp --dport 80 -j ACCEPT", _stack.Do("report", "host", "firewall", "backend-0-0").Messages.Single(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("add firewall chain=INPUT protocol=tcp action=ACCEPT network=privat", "did you mean")]
    [InlineData("add firewall chain=INPUT protocol=tcp action=ACCEPT table=nat", "belongs to filter")]
    [InlineData("add firewall chain=INPUT protocol=tcp service=htp action=ACCEPT", "neither a port")]
    [InlineData("remove firewall rulename=WEB", "has no firewall rule WEB")]
    [InlineData("report host firewall backend-0-0", "has no firewall rule")]
    public void What_cannot_be_is_refused_in_a_sentence(string line, string why) =>
        Assert.Contains(why, _stack.Refused(line.Split(' ')), StringComparison.OrdinalIgnoreCase);

    /// <summary>Stacki's scripts look for null there, and a network may be called all.</summary>
    [Fact]
    public void A_rule_of_every_network_names_none_to_programs()
    {
        _stack.Type("add firewall rulename=A chain=FORWARD protocol=tcp action=ACCEPT output-network=private");
        var row = Assert.Single(_stack.Do("list", "firewall").Cells);
        Assert.Equal((CellKind.Nothing, "private"), (row[7].Kind, row[8].Text));
    }

    [Fact]
    public void A_rule_is_not_overwritten_by_the_way()
    {
        string[] rule = ["add", "firewall", "rulename=A", "chain=INPUT", "protocol=tcp", "service=1", "action=ACCEPT"];
        _stack.Do(rule);
        Assert.Contains("has a firewall rule A already", _stack.Refused(rule), StringComparison.Ordinal);
    }
}
