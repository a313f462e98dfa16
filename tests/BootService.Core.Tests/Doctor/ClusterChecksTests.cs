using BootService.Core.Doctor;
using BootService.Core.Networks;
using BootService.Core.Stores;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Doctor;

public sealed class ClusterChecksTests
{
    private static readonly SharedServer Good = new(IsSyncing: true, "ANY 1 (db2)");

    [Fact]
    public void A_cluster_that_would_bear_a_loss_is_fine_in_every_line() =>
        Assert.All(Look([Up("fe1"), Up("fe2")], Good), finding => Assert.Equal(Verdict.Fine, finding.Verdict));

    [Theory]
    [InlineData(0.4, Verdict.Fine, "it agrees with the database's to 1 s")]
    [InlineData(2, Verdict.Note, "the database's clock is 2 s ahead of this machine's")]
    [InlineData(-40, Verdict.Wrong, "the database's clock is 40 s behind this machine's, and no installer is handed out from here")]
    public void Clocks_that_differ_are_told_and_from_half_a_minute_on_are_wrong(double ahead, Verdict verdict, string result)
    {
        var clock = ClusterChecks.Of(new ClusterView([Up("fe1"), Up("fe2")], TimeSpan.FromSeconds(ahead), IsFresh: true), Good, null)
            .Single(finding => finding.Check == "clock");
        Assert.Equal((verdict, result), (clock.Verdict, clock.Result));
    }

    [Fact]
    public void What_is_missing_is_named_with_what_to_do()
    {
        var away = Up("fe2") with { Silent = TimeSpan.FromSeconds(90), Program = "0.1", Service = string.Empty };
        var findings = Look([Up("fe1"), away], new SharedServer(IsSyncing: false, string.Empty)).ToList();

        Assert.Contains(findings, finding => finding is { Verdict: Verdict.Wrong, Result: "fe2 (10.1.1.2) was last heard of 90 s ago" });
        Assert.Contains(findings, finding => finding is { Verdict: Verdict.Note, Result: "frontends run 0.2 and 0.1" });
        var address = Assert.Single(findings, finding => finding is { Verdict: Verdict.Note, Check: "addresses" });
        Assert.StartsWith("fe2 has no service address", address.Result, StringComparison.Ordinal);
        Assert.Equal(2, findings.Count(finding => finding.Check == "database" && finding.Remedy is not null));
        Assert.Contains(Look([Up("fe1")], Good), finding => finding is { Verdict: Verdict.Note, Check: "frontends" });
        Assert.Contains(
            ClusterChecks.Of(new ClusterView([Up("fe1")], TimeSpan.Zero, IsFresh: false), null, "the database is away"),
            finding => finding is { Verdict: Verdict.Wrong, Check: "state" });
    }

    [Fact]
    public void Keepalived_is_given_each_address_by_one_number_and_the_next_in_line_first()
    {
        ServiceAddress[] services = [new("fe1", Ipv4.Parse("10.1.1.11")), new("fe2", Ipv4.Parse("10.1.1.12")), new("fe3", Ipv4.Parse("10.1.1.13")),
            new("far", Ipv4.Parse("192.0.2.1"))];
        var texts = new[] { "fe1", "fe2", "fe3" }.ToDictionary(name => name, name =>
            KeepalivedConfiguration.Write(name, Cluster.Frontend, services, "/run/admin.sock"));

        // Of fe1's address fe1 is the master, fe2 follows, fe3 comes after.
        var priorities = texts.ToDictionary(text => text.Key, text => Priority(text.Value, "fe1"));
        Assert.True(priorities["fe1"] > priorities["fe2"] && priorities["fe2"] > priorities["fe3"]);
        Assert.Single(texts.Values.Select(text => Line(text, "fe1", "virtual_router_id")).Distinct());
        Assert.DoesNotContain("192.0.2.1", texts["fe1"], StringComparison.Ordinal);
        Assert.Contains($"{services[1].Address}/{Cluster.Frontend.Subnet.Prefix} dev {Cluster.Frontend.Interface}", texts["fe1"], StringComparison.Ordinal);
        Assert.Null(KeepalivedConfiguration.Clash(services));
        Assert.NotNull(KeepalivedConfiguration.Clash([services[0], new("fe9", new Ipv4(services[0].Address.Value + 255))]));
    }

    private static int Priority(string text, string frontend) => int.Parse(Line(text, frontend, "priority").Split(' ')[1]);

    private static string Line(string text, string frontend, string key) =>
        text[text.IndexOf($"vrrp_instance {frontend} ", StringComparison.Ordinal)..].Split('\n').Select(line => line.Trim())
            .First(line => line.StartsWith(key, StringComparison.Ordinal));

    private static IEnumerable<Finding> Look(FrontendPeer[] all, SharedServer server) =>
        ClusterChecks.Of(new ClusterView(all, TimeSpan.Zero, IsFresh: true), server, null);

    private static FrontendPeer Up(string name) =>
        new(name, $"10.1.1.{name[^1]}", "0.2", DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(1), IsHere: name == "fe1")
        {
            Service = $"10.1.1.1{name[^1]}",
        };
}
