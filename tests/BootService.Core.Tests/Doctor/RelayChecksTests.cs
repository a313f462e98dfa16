using BootService.Core.Doctor;
using BootService.Core.Pallets;
using BootService.Core.Stores;
using Xunit;

namespace BootService.Core.Tests.Doctor;

public sealed class RelayChecksTests
{
    private static readonly RelaySeen Rack7 = new("rack7", "10.1.0.2", "10.3.0.0/24", "rack7-token", "0.2");

    [Fact]
    public void A_relay_that_asks_is_fine() =>
        Assert.Equal("rack7 (10.1.0.2, token rack7-token) follows this frontend and serves 10.3.0.0/24", Assert.Single(
            RelayChecks.Of([Rack7], "0.2"), finding => finding.Verdict is Verdict.Fine).Result);

    [Fact]
    public void One_that_asks_no_more_may_follow_another() =>
        Assert.Equal(
            (Verdict.Note, "rack7 (10.1.0.2, token rack7-token) last asked here 40 s ago: it follows another frontend, or none"),
            Only(RelayChecks.Of([Rack7 with { Silent = TimeSpan.FromSeconds(40) }], "0.2")));

    [Fact]
    public void One_whose_network_nobody_added_answers_nobody() =>
        Assert.Equal(
            (Verdict.Wrong, "rack7 (10.1.0.2, token rack7-token) serves 10.3.0.0/24, and no network here is that: it answers nobody"),
            Only(RelayChecks.Of([Rack7 with { HasNetwork = false }], "0.2")));

    [Fact]
    public void One_of_another_version_is_named() =>
        Assert.Contains(RelayChecks.Of([Rack7], "0.3"), finding => finding.Result == "relay rack7 runs 0.2, and this frontend 0.3");

    [Fact]
    public void A_relay_says_how_it_stands_with_its_frontends()
    {
        var view = new UpstreamView("https://fe1:8443", null, [Frontend("fe1"), Frontend("fe2") with { Silent = TimeSpan.FromMinutes(1) }], 12, "10.3.0.0/24")
        {
            IsFresh = true,
            HasNetwork = true,
        };
        Assert.Equal(
            [
                (Verdict.Fine, "https://fe1:8443 answers, and what is known here of hosts of 10.3.0.0/24 (12) is the newest"),
                (Verdict.Fine, "fe1 is up"),
                (Verdict.Note, "fe2 (10.1.1.1) is not heard of"),
            ],
            UpstreamChecks.Of(view).Select(finding => (finding.Verdict, finding.Result)));

        Assert.Contains(UpstreamChecks.Of(view with { HasNetwork = false }), finding => finding is { Verdict: Verdict.Wrong, Check: "networks" });
        Assert.Equal(
            "the cable is out, for 9 s now: hosts that are known boot their own disks, and none is installed",
            UpstreamChecks.Of(view with { IsFresh = false, WhyNot = "the cable is out", Silent = TimeSpan.FromSeconds(9) }).First().Result);
    }

    [Fact]
    public void A_relay_says_which_pallets_it_has_and_why_one_does_not_come()
    {
        var pallet = new PalletKey("CentOS", "6.6", "redhat", "x86_64");
        var view = new UpstreamView("https://fe1:8443", null, [], 1, "10.3.0.0/24") { IsFresh = true, HasNetwork = true };

        (Verdict, string) Said(int percent, string? fault = null) =>
            Only(UpstreamChecks.Of(view with { Pallets = [new PalletView(pallet, [new PalletShare("rack7", percent)], fault)] })
                .Where(finding => finding.Check == "pallets"));
        Assert.Equal((Verdict.Fine, "CentOS 6.6 x86_64 is here"), Said(100));
        Assert.Equal((Verdict.Note, "CentOS 6.6 x86_64 is on its way: 7 % of it is here"), Said(7));
        Assert.Equal((Verdict.Wrong, "CentOS 6.6 x86_64 does not get here: there is no room"), Said(7, "there is no room"));
    }

    private static FrontendPeer Frontend(string name) => new(name, "10.1.1.1", "0.2", Cluster.Noon, TimeSpan.Zero, IsHere: false);

    private static (Verdict Verdict, string Result) Only(IEnumerable<Finding> findings) => (findings.Single().Verdict, findings.Single().Result);
}
