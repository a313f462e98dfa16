using System.Collections.Immutable;
using BootService.Core.Attributes;
using BootService.Core.Logins;
using Xunit;

namespace BootService.Core.Tests.Logins;

public class NodeUsersTests
{
    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl alice@laptop";

    [Fact]
    public void A_user_is_what_the_attributes_under_its_name_say()
    {
        var user = Assert.Single(Users(
            ("users.alice.fullname", "Alice A."), ("users.alice.groups", "wheel, devel"), ("users.alice.keys", $"{Key}\n\n{Key}\n"),
                ("users.alice.password", "$6$salt$hash"),
            ("users.alice.shell", "/bin/zsh"), ("users.alice.sudo", "nopasswd"), ("users.alice.uid", "3000001042")));
        Assert.Equal(("alice", "Alice A.", "/bin/zsh", 3_000_001_042, SudoRight.NoPassword, "$6$salt$hash"),
            (user.Name, user.FullName, user.Shell, user.Uid, user.Sudo, user.Password));
        Assert.Equal(["wheel", "devel"], user.Groups);
        Assert.Equal([Key, Key], user.Keys);
    }

    [Fact]
    public void Users_come_in_the_order_of_names_and_one_may_be_taken_away() => Assert.Equal(
        ["a", "c"],
        Users(("users.c.uid", "3"), ("users.a.uid", "1"), ("users.b.uid", "2"), ("users.b.present", "no")).Select(user => user.Name));

    /// <summary>As every other attribute that is yes or no.</summary>
    [Theory]
    [InlineData("YES", true)]
    [InlineData(" on ", true)]
    [InlineData("y", true)]
    [InlineData("N", false)]
    [InlineData("Off\n", false)]
    public void Yes_and_no_are_spelled_as_everywhere(string word, bool isYes)
    {
        var user = Users(("users.a.uid", "1"), ("users.a.sudo", word));
        Assert.Equal(isYes, Assert.Single(user).Sudo is SudoRight.Password);
        Assert.Equal(isYes ? 1 : 0, Users(("users.a.uid", "1"), ("users.a.present", word)).Length);
        Assert.Equal(isYes, AttributeForm.Truth(word));
    }

    [Theory]
    [InlineData("users.alice.present", "all", "must be yes or no")]
    [InlineData("users.Alice.uid", "1", "no login name")]
    [InlineData("users.root.keys", "x", "every system's own")]
    [InlineData("users.alice.uid", "zero", "whole number")]
    [InlineData("users.alice.uid", "4294967295", "whole number from 1 to 4294967294")]
    [InlineData("users.alice.keys", "ssh-ed25519", "no public key")]
    [InlineData("users.alice.groups", "a b:c", "no group's name")]
    [InlineData("users.alice.shell", "zsh", "must be a path")]
    [InlineData("users.alice.sudo", "perhaps", "must be yes or no, or nopasswd")]
    [InlineData("users.alice.fullname", "a:b", "character")]
    [InlineData("users.alice.fullname", "a\rb", "character")]
    [InlineData("users.alice.shell", "/bin/ba\\sh", "character")]
    [InlineData("users.alice.shell", "/bin/ba\tsh", "character")]
    [InlineData("users.alice.shell", "/bin/ba'sh", "character")]
    [InlineData("users.alice.keys", "0123456789012345678901234567890123456789no", "0123456789…")]
    [InlineData("users.alice.key", "x", "users.alice.keys")]
    public void What_cannot_be_is_one_sentence(string name, string value, string why) =>
        Assert.Contains(why, NodeUsers.WhyNot(name, value), StringComparison.Ordinal);

    [Theory]
    [InlineData(Key, true)]
    [InlineData("from=\"10.0.0.0/8\",no-pty ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ== me", true)]
    [InlineData("ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTY=", true)]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----", false)]
    [InlineData("", false)]
    public void A_public_key_is_known_by_its_form(string line, bool isOne) => Assert.Equal(isOne, PublicKey.IsOne(line));

    private static ImmutableArray<NodeUser> Users(params (string Name, string Value)[] attributes)
    {
        var values = attributes.ToDictionary(pair => pair.Name, pair => pair.Value);
        return NodeUsers.Of(values.Keys.Append("hostname"), values.GetValueOrDefault);
    }
}
