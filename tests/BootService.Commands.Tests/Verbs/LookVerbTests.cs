using BootService.Commands.Tests.Support;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Stores;

namespace BootService.Commands.Tests.Verbs;

/// <summary>Verbs that show profiles, what they are made of, and what happened: what they show, of whom, and what they say when there is nothing.</summary>
public sealed class LookVerbTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void The_kickstart_and_the_profile_of_a_host_have_its_own_values()
    {
        Assert.Contains("lang backend-0-1", _stack.Type("list host kickstart backend-0-1").Rows.Single()[1], StringComparison.Ordinal);
        Assert.Contains("lang backend-0-1", _stack.Type("list host profile backend-0-1").Rows.Single()[1], StringComparison.Ordinal);
        Assert.Equal(["backend-0-0", "backend-0-1"], _stack.Type("list host kickstart backend-0-[0-1]").Rows.Select(row => row[0]));
        _stack.NotUnderstood("list", "host", "kickstart");
    }

    [Fact]
    public void The_xml_of_a_host_shows_its_secrets_masked()
    {
        _stack.Type("set host attr backend-0-0 attr=site.a value=x&y");
        _stack.Type("set host attr backend-0-0 attr=site.key value=geheim shadow=yes");
        var xml = _stack.Type("list host xml backend-0-0").Rows.Single()[1];
        Assert.Contains("x&amp;", xml.Replace("&#38;", "&amp;", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", xml, StringComparison.Ordinal);
        Assert.Contains("&hostname;", xml, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_that_does_not_render_is_told_and_the_others_are_shown()
    {
        _stack.Broken["backend-0-0"] = "nodes/base.xml:3:4: &nowhere; is not defined";
        var (end, output) = _stack.Try("list", "host", "kickstart", "backend-0-[0-1]");
        Assert.Equal(1, end.Exit);
        Assert.Contains(_stack.Broken["backend-0-0"], string.Join('\n', output.Faults.Append(end.Sentence)), StringComparison.Ordinal);
        Assert.Contains(output.Rows, row => row[0] == "backend-0-1");
    }

    [Fact]
    public void Two_profiles_are_compared()
    {
        var difference = _stack.Type("diff host profile backend-0-0 backend-0-1").Rows.Single()[1];
        Assert.Contains("-lang backend-0-0\n+lang backend-0-1", difference, StringComparison.Ordinal);
        Assert.Empty(_stack.Type("diff host profile backend-0-0 backend-0-0").Rows);
    }

    [Theory]
    [InlineData("diff host profile backend backend-0-0", "\"backend\" names 5 hosts, and one is compared with one")]
    [InlineData("diff host profile backend-0-0 backend-9-*", "no host matches \"backend-9-*\"")]
    [InlineData("diff host profile backend-0-0", "host \"backend-0-0\" was never set to install, so there is no profile to compare with; name another host")]
    [InlineData("list graph bakcend", "\"bakcend\" is neither an appliance nor a host: did you mean \"backend\"?")]
    [InlineData("list graph frontend", "appliance \"frontend\" has no node to begin its profile with, so there is no graph of it")]
    [InlineData("list node bakcend", "no node file is called \"bakcend\": did you mean \"backend\"?")]
    public void What_is_not_there_is_told(string line, string sentence) =>
        Assert.StartsWith(sentence, _stack.Refused(line.Split(' ')), StringComparison.Ordinal);

    [Fact]
    public void A_graph_is_drawn_for_an_appliance_and_for_a_host_in_three_forms()
    {
        Assert.Equal(["backend"], _stack.Type("list graph").Rows.Select(row => row[0]));
        Assert.Contains("backend", _stack.Type("list graph backend").Rows.Single()[1], StringComparison.Ordinal);
        Assert.StartsWith("digraph", _stack.Type("list graph backend-0-0 format=dot").Rows.Single()[1], StringComparison.Ordinal);
        Assert.StartsWith("<svg", _stack.Type("list graph backend format=svg").Rows.Single()[1].TrimStart(), StringComparison.Ordinal);
        _stack.Type("add appliance login node=backend");
        Assert.StartsWith(
            "format=dot draws one graph and there are 2: name one of backend, login", _stack.NotUnderstood("list", "graph", "format=dot"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_files_of_a_node_are_listed()
    {
        var output = _stack.Type("list node");
        Assert.Equal(["node", "file", "used", "fault"], output.Shape!.Headers);
        Assert.Equal(["backend", "nodes/backend.xml", "True", ""], Assert.Single(output.Rows));
        Assert.Equal(output.Rows, _stack.Type("list node backend").Rows);
    }

    [Fact]
    public void A_profile_is_looked_through_and_its_faults_are_counted()
    {
        Assert.NotEmpty(_stack.Type("check profile").Messages);
        _stack.Broken["backend-0-2"] = "nodes/base.xml:3:4: &nowhere; is not defined";
        var (end, output) = _stack.Try("check", "profile");
        Assert.Equal(1, end.Exit);
        Assert.Contains("&nowhere;", string.Join('\n', output.Rows.Select(row => string.Join(' ', row)).Concat(output.Faults).Append(end.Sentence)),
            StringComparison.Ordinal);
    }

    /// <summary>Stacki's word asks for the files themselves, those of carts among them that nobody enabled.</summary>
    [Fact]
    public void XML_of_a_cart_that_is_not_enabled_is_verified_too()
    {
        Assert.Empty(_stack.Type("verify xml").Rows);
        _stack.Broken[OneNodeProfiles.NotEnabled] = "<graph>\n\t<description>\n\tof a cart\n\t</desscription>\n</graph>\n";
        Assert.Empty(_stack.Type("check profile").Rows);
        var (end, output) = _stack.Try("verify", "xml");
        Assert.Equal((1, "1 fault, 1 of them in XML that no host's profile is made of"), (end.Exit, end.Sentence));
        var row = Assert.Single(output.Rows);
        Assert.Equal(("carts/v/graph/cart-v.xml", "4"), (row[0], row[1]));
    }

    [Fact]
    public void The_log_of_the_newest_attempt_is_shown_where_there_is_one()
    {
        Assert.Empty(_stack.Type("list host log").Rows);
        Attempt("backend-0-3", "yum: no such package\n+ exit 1");
        Assert.Equal(["backend-0-3", "yum: no such package\n+ exit 1"], Assert.Single(_stack.Type("list host log").Rows));
        Assert.Empty(_stack.Type("list host log backend-0-0").Rows);
    }

    [Fact]
    public void The_events_of_a_host_are_its_timeline_and_no_others()
    {
        _stack.Type("set host boot backend-0-0 action=os");
        _stack.Type("set host boot backend-0-1 action=os");
        Assert.All(_stack.Type("list host timeline backend-0-0").Rows, row => Assert.Equal("backend-0-0", row[0]));
        Assert.Equal(["backend-0-1"], _stack.Type("list host event backend-0-1").Rows.Select(row => row[0]));
        Assert.Equal(2, _stack.Type("list host event").Rows.Count);
        Assert.Empty(_stack.Type("list host event backend-0-2").Rows);
        Assert.StartsWith("no host matches", _stack.Refused("list", "host", "timeline", "backend-9-*"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("36501")]
    [InlineData("2147483647")]
    public void A_token_that_would_end_past_all_time_is_refused(string days)
    {
        Assert.Equal("a token is good for at most 36500 days; without days= it never ends", _stack.Refused("add", "token", "night", $"days={days}"));
        Assert.Empty(_stack.Type("list token").Rows);
    }

    [Theory]
    [InlineData("a:nosuch", "unknown appliance \"nosuch\"")]
    [InlineData("g:nosuch", "unknown group \"nosuch\"")]
    [InlineData("b:nosuch", "unknown box \"nosuch\"")]
    public void A_group_that_is_not_there_is_told_and_may_be_a_secret_in_the_wrong_place(string word, string sentence)
    {
        Assert.Equal("set host attr ... attr=x value=...", _stack.Logged("set", "host", "attr", word, "attr=x", "value=1"));
        Assert.StartsWith(sentence, _stack.Refused("set", "host", "attr", word, "attr=x", "value=1"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_is_shown_once_listed_without_it_and_opens_nothing_once_it_is_removed()
    {
        var key = _stack.Type("add token wallboard").Messages.Single();
        Assert.True(key.Length >= 32, key);
        _stack.Type("add token night role=admin days=1");
        Assert.Equal(
            [["night", "admin", "", "2026-11-22T12:00:00Z", "2026-11-23T12:00:00Z", "True"],
                ["wallboard", "read", "", "2026-11-22T12:00:00Z", "", "True"]],
            _stack.Type("list token").Rows);
        _stack.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(["False", "True"], _stack.Type("list token").Rows.Select(row => row[^1]));
        Assert.StartsWith("token \"wallboard\" exists", _stack.Refused("add", "token", "wallboard"), StringComparison.Ordinal);
        Assert.Equal("unknown token \"wallbord\": did you mean \"wallboard\"?", _stack.Refused("remove", "token", "wallbord"));
        _stack.Type("remove token wallboard night");
        Assert.Empty(_stack.Type("list token").Rows);
    }

    [Fact]
    public void The_network_of_one_host_is_written_and_of_none_other()
    {
        Assert.StartsWith(
            "\"backend\" names several hosts, and each has a network of its own", _stack.NotUnderstood("report", "host", "network", "backend"),
            StringComparison.Ordinal);
        _stack.Type("set host interface backend-0-0 interface=eth0 ip=");
        Assert.StartsWith("no host matches", _stack.Refused("report", "host", "network", "backend-9-*"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_documents_of_programs_are_written_whole()
    {
        Assert.Contains("\"openapi\"", _stack.Type("report openapi").Messages.Single(), StringComparison.Ordinal);
        Assert.Contains(".TH", _stack.Type("report manual").Messages.Single(), StringComparison.Ordinal);
        Assert.Contains("complete", _stack.Type("report completion shell=bash").Messages.Single(), StringComparison.Ordinal);
    }

    private void Attempt(string host, string log) => Commit(new Change.AttemptSet(
        new InstallAttempt(1, HostName.Parse(host), "s", _stack.Time.GetUtcNow(), 3, TimeSpan.FromMinutes(30))
        {
            Pallet = new Core.Pallets.PalletKey("CentOS", "6.6", "redhat", "x86_64"),
            Image = default!,
            Log = log,
        }));

    private void Commit(Change change) => _stack.Appliance.CommitAsync(
        _ => new Proposal<bool>(true, [change]), TestContext.Current.CancellationToken).GetAwaiter().GetResult();
}
