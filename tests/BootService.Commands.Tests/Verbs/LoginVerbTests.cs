using System.Collections.Immutable;
using BootService.Commands.Tests.Support;
using BootService.Core.Attributes;
using BootService.Core.Inventories;
using BootService.Core.Logins;

namespace BootService.Commands.Tests.Verbs;

public class LoginVerbTests
{
    private const string Root = "Kickstart_PrivateRootPassword";

    [Fact]
    public void A_password_is_asked_for_and_only_its_hash_is_kept()
    {
        using var bench = new Bench();
        Assert.Contains("twice", bench.Refused("set", "password"), StringComparison.Ordinal);
        Assert.Equal("-", bench.Running!.Wanted);
        bench.Files = Typed("correct horse\ncorrect horse\n");
        bench.Do("set", "password");
        var kept = Global(bench, Root)!;
        Assert.True(kept.Shadow);
        Assert.StartsWith("$6$", kept.Text, StringComparison.Ordinal);
        Assert.Equal(kept.Text, Sha512Crypt.Hash("correct horse", kept.Text.Split('$')[2]));
    }

    [Fact]
    public void A_narrower_scope_has_a_password_of_its_own()
    {
        using var bench = new Bench();
        bench.Files = Typed("one\none");
        bench.Do("set", "password");
        bench.Files = Typed("two\r\ntwo\r\n");
        bench.Do("set", "appliance", "password", "backend");
        bench.Files = Typed("three\nthree\n");
        bench.Do("set", "password", "backend-0-[0-1]");
        string Of(int rank) => bench.Inventory.AttributesOf(bench.Inventory.HostsInOrder().Single(host => host.Rank == rank)).Text(Root)!;
        Assert.Equal(Of(0), Of(1));
        Assert.NotEqual(Of(0), Of(2));
        Assert.NotEqual(Of(2), Global(bench, Root)!.Text);
    }

    [Theory]
    [InlineData("one\ntwo\n", "differ")]
    [InlineData("one\n", "1 line came")]
    [InlineData("one\none\none\n", "3 lines came")]
    [InlineData("", "no password was given")]
    [InlineData("\n\n", "no password was given")]
    [InlineData("$6$salt\n$6$salt", "cut short")]
    public void What_is_no_password_twice_changes_nothing(string typed, string why)
    {
        using var bench = new Bench();
        bench.Files = Typed(typed);
        Assert.Contains(why, bench.Refused("set", "password", "backend-0-0"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_in_clear_is_crypted_wherever_it_is_set()
    {
        using var bench = new Bench();
        bench.Do("set", "attr", $"attr={Root}", "value=clear");
        bench.Do("set", "host", "attr", "backend-0-0", "attr=users.alice.password", "value=clear too");
        bench.Files = ImmutableDictionary<string, string>.Empty.Add("a.csv", $"target,{Root},users.bob.password\nbackend,clear,$6$salt$hash\n");
        bench.Do("load", "attrfile", "file=a.csv");
        var all = new[] { AttributeScope.Global, AttributeScope.Appliance, AttributeScope.Host }
            .SelectMany(bench.Inventory.OwnersAt).SelectMany(owner => bench.Inventory.AttributesOn(owner)).Where(entry =>
                SecretAttributes.IsLogin(entry.Name)).ToList();
        Assert.Equal(4, all.Count);
        Assert.All(all, entry => Assert.True(entry.Value.Shadow && PasswordHash.IsHash(entry.Value.Text)));
    }

    [Fact]
    public void A_secret_stays_one_when_it_is_set_again_and_a_password_is_one_by_its_name()
    {
        using var bench = new Bench();
        bench.Do("set", "attr", "attr=wifi", "value=a", "shadow=yes");
        bench.Do("set", "attr", "attr=wifi", "value=b");
        bench.Do("set", "attr", "attr=db_password", "value=c");
        Assert.True(Global(bench, "wifi") is { Text: "b", Shadow: true });
        Assert.True(Global(bench, "db_password") is { Shadow: true });
        bench.Do("set", "attr", "attr=wifi", "value=b", "shadow=no");
        Assert.True(Global(bench, "wifi") is { Shadow: false });
    }

    [Fact]
    public void Known_hosts_are_those_with_a_kept_key()
    {
        using var bench = new Bench();
        Assert.Empty(bench.Do("report", "host", "known_hosts").Messages);
        var key = HostKey.New(HostKey.Ecdsa);
        bench.Do("set", "host", "attr", "backend-0-1", $"attr={HostKey.Ecdsa}", $"value={key}");
        Assert.Equal([$"backend-0-1,backend-0-1.cluster.example,10.1.255.253 {HostKey.PublicOf(key)}"], bench.Do("report", "host", "known_hosts").Messages);
    }

    [Fact]
    public void A_user_that_cannot_be_is_refused_when_it_is_set()
    {
        using var bench = new Bench();
        Assert.Contains("no public key", bench.Refused("set", "attr", "attr=users.alice.keys", "value=ssh-rsa"), StringComparison.Ordinal);
    }

    private static ImmutableDictionary<string, string> Typed(string text) => ImmutableDictionary<string, string>.Empty.Add("-", text);

    private static AttributeValue? Global(Bench bench, string name) => bench.Inventory.AttributesOn(AttributeOwner.Global).Find(AttributeName.Parse(name));
}
