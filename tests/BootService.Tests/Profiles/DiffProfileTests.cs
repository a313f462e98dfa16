using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BootService.Tests.Profiles;

public sealed class DiffProfileTests : IDisposable
{
    private readonly ProfileFrontend _stack = new(time: new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero)));

    public DiffProfileTests()
    {
        _stack.Shipped("backend", "<kickstart>\n<main><rootpw>&root;</rootpw><lang>&lang;</lang></main>\n</kickstart>\n");
        _stack.Set("root", "s3cret", shadow: true);
        _stack.Set("lang", "en_US");
    }

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void Two_hosts_differ_where_their_attributes_do()
    {
        _stack.Set("lang", "de_DE", host: "backend-0-1");
        var difference = _stack.Text("diff host profile backend-0-0 backend-0-1").Split('\n');
        Assert.Equal(["--- backend-0-0", "+++ backend-0-1"], difference[..2]);
        Assert.Contains("-lang en_US", difference);
        Assert.Contains("+lang de_DE", difference);
        Assert.DoesNotContain(difference, line => line.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public void A_host_that_would_install_what_it_did_has_no_difference()
    {
        _stack.Type("set host boot backend-0-0 action=install");
        Assert.Empty(_stack.Type("diff host profile backend-0-0").Rows);
    }

    [Fact]
    public void A_host_is_compared_with_the_profile_it_was_last_set_to_install()
    {
        _stack.Type("set host boot backend-0-0 action=install");
        _stack.Set("lang", "de_DE");
        var difference = _stack.Text("diff host profile backend-0-0");
        Assert.StartsWith("--- backend-0-0 as set to install at 2026-11-22 12:00:00Z\n+++ backend-0-0 now\n", difference, StringComparison.Ordinal);
        Assert.Equal(
            ["-lang en_US", "+lang de_DE"],
            difference.Split('\n')[2..].Where(line => line is ['-' or '+', ..]));
    }

    [Fact]
    public void No_secret_is_shown_even_when_it_was_changed_since()
    {
        _stack.Type("set host boot backend-0-0 action=install");
        _stack.Set("root", "another", shadow: true);
        Assert.Empty(_stack.Type("diff host profile backend-0-0").Rows);
        _stack.Site("extend-backend", "<kickstart><post>echo new</post></kickstart>");
        var difference = _stack.Text("diff host profile backend-0-0");
        Assert.Contains("+echo new\n", difference, StringComparison.Ordinal);
        var attempt = _stack.Current.Attempts.Values.Single();
        Assert.All(["s3cret", "another", attempt.Secret], secret => Assert.DoesNotContain(secret, difference, StringComparison.Ordinal));
    }

    [Fact]
    public void No_secret_is_shown_even_when_all_around_it_was_changed_since()
    {
        _stack.Site("extend-backend", "<kickstart><post>echo before\nlogin --password=&root; --at=&lang;\n&root;\n</post></kickstart>");
        _stack.Type("set host boot backend-0-0 action=install");
        _stack.Set("root", "another", shadow: true);
        _stack.Site("extend-backend", "<kickstart><post>echo after\nlogin --at=&lang;\n</post></kickstart>");
        var difference = _stack.Text("diff host profile backend-0-0").Split('\n');
        Assert.Contains("-login --password=******** --at=en_US", difference);
        Assert.DoesNotContain(difference, line => line.Contains("s3cret", StringComparison.Ordinal) || line.Contains("another", StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_be_compared_is_refused()
    {
        Assert.Equal(
            "host \"backend-0-0\" was never set to install, so there is no profile to compare with; name another host",
            _stack.Refused("diff host profile backend-0-0").Sentence);
        Assert.Equal("\"backend\" names 2 hosts, and one is compared with one", _stack.Refused("diff host profile backend").Sentence);
        _stack.Site("extend-backend", "<kickstart>\n<post cond=\"rank == 1\">&db; &more;</post>\n</kickstart>");
        var refused = _stack.Refused("diff host profile backend-0-0 backend-0-1").Sentence;
        Assert.StartsWith("the profile of host \"backend-0-1\" does not render: ", refused, StringComparison.Ordinal);
        Assert.EndsWith("(and 1 more; see \"stack check profile backend-0-1\")", refused, StringComparison.Ordinal);
        Assert.Equal(2, _stack.Try("diff", "host", "profile").End.Exit);
        Assert.Equal(2, _stack.Try("diff", "host", "profile", "backend-0-0", "backend-0-1", "backend-0-1").End.Exit);
    }
}
