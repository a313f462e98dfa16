using BootService.Core.Attributes;
using BootService.Core.Installers;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Logins;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Logins;

/// <summary>Who may log in, by what password or key, and what is never shown of it.</summary>
public class LoginWordsTests
{
    private const string Hash = "$6$saltsalt$0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ./0123456789abcdefghij";
    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0123456789abcdefghijklmnopqrstuvwxyzABCD";

    [Theory]
    [InlineData(Hash, true)]
    [InlineData("$1$abc$0123456789abcdefghijkl", true)]
    [InlineData("$y$j9T$abc$0123456789abcdefghijklmnop", true)]
    [InlineData("$2b$10$0123456789012345678901234567890123456789012345678901x", true)]
    [InlineData(Hash + "\n", false)]
    [InlineData(" " + Hash, false)]
    [InlineData(Hash + " # root", false)]
    [InlineData("$6$salt$", false)]
    [InlineData("$6$", false)]
    [InlineData("secret", false)]
    public void A_crypted_password_is_one_line_and_nothing_else(string text, bool isHash) => Assert.Equal(isHash, PasswordHash.IsHash(text));

    [Theory]
    [InlineData("*", true)]
    [InlineData("!", true)]
    [InlineData("!!", true)]
    [InlineData("!" + Hash, true)]
    [InlineData("!secret", false)]
    [InlineData("!\n", false)]
    public void A_lock_keeps_everybody_out(string text, bool isLock) => Assert.Equal(isLock, PasswordHash.IsLock(text));

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("a\nb", "control character")]
    [InlineData("a\0", "control character")]
    [InlineData("$6$cut", "begins like a crypted one")]
    [InlineData(Hash + "\n", "begins like a crypted one")]
    public void What_nobody_could_type_is_no_password(string text, string why) =>
        Assert.Contains(why, Assert.Throws<RefusedException>(() => PasswordHash.Of(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_password_in_clear_text_is_crypted_and_never_repeated() =>
        Gen.String[Gen.Char[' ', '\uD7FF'], 1, 40].Where(text => !text.Any(char.IsControl) && !text.StartsWith('$') && !text.StartsWith('!') && text != "*")
            .Sample(
            text =>
            {
                var kept = PasswordHash.Of(text);
                Assert.True(PasswordHash.IsHash(kept), kept);
                Assert.Equal(kept, PasswordHash.Of(kept));
                Assert.Equal(kept, Sha512Crypt.Hash(text, kept.Split('$')[2]));
            },
            iter: 20);

    [Theory]
    [InlineData(511, true)]
    [InlineData(512, false)]
    public void A_password_has_an_end(int length, bool can) => Assert.Equal(can, Record.Exception(() => PasswordHash.Of(new string('a', length))) is null);

    [Theory]
    [InlineData(Key, true)]
    [InlineData(Key + " root@frontend with words", true)]
    [InlineData("from=\"10.1.0.0/16\",no-pty " + Key, true)]
    [InlineData("command=\"echo \\\"hi there\\\"\" " + Key, true)]
    [InlineData("sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29t", true)]
    [InlineData(Key + "\n", false)]
    [InlineData(Key + "\nssh-rsa AAAA", false)]
    [InlineData("# " + Key, false)]
    [InlineData("ssh-ed25519", false)]
    [InlineData("ssh-ed25519 AAAA", false)]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----", false)]
    [InlineData("", false)]
    public void A_public_key_is_one_line(string line, bool isKey) => Assert.Equal(isKey, PublicKey.IsOne(line));

    [Fact]
    public void The_first_key_of_a_file_is_found_whatever_ends_its_lines()
    {
        Assert.Equal(Key, PublicKey.FirstOf($"# comment\r\n\r\n{Key}\r\n{Key} second\r\n"));
        Assert.Null(PublicKey.FirstOf("nothing\n"));
    }

    [Fact]
    public void Lines_made_to_be_hard_to_read_are_answered() =>
        Gen.String[Gen.Char["\"\\, ab=+/#s-"], 0, 400].Sample(text => { _ = PublicKey.IsOne(text + " ssh-rsa "); }, iter: 3000);

    [Theory]
    [InlineData("a\n")]
    [InlineData("A")]
    [InlineData("0a")]
    [InlineData("root")]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("-a")]
    public void Nobody_is_called_so(string name) =>
        Assert.Throws<RefusedException>(() =>
            NodeUsers.Of([$"users.{name}.keys"], attribute => attribute.EndsWith(".keys", StringComparison.Ordinal) ? Key : null));

    [Theory]
    [InlineData("users.ada.uid", "0", false)]
    [InlineData("users.ada.uid", "1001", true)]
    [InlineData("users.ada.uid", "-1", false)]
    [InlineData("users.ada.shell", "bash", false)]
    [InlineData("users.ada.shell", "/bin/bash -c", false)]
    [InlineData("users.ada.shell", "/bin/bash", true)]
    [InlineData("users.ada.groups", "wheel, docker", true)]
    [InlineData("users.ada.groups", "wheel;reboot", false)]
    [InlineData("users.ada.fullname", "Ada \"the\" first", false)]
    [InlineData("users.ada.fullname", "Ada:Byron", false)]
    [InlineData("users.ada.fullname", "Ada Byron", true)]
    [InlineData("users.ada.sudo", "nopasswd", true)]
    [InlineData("users.ada.sudo", "perhaps", false)]
    [InlineData("users.ada.present", "no", true)]
    [InlineData("users.ada.present", "maybe", false)]
    [InlineData("users.ada.keys", "not a key", false)]
    [InlineData("users.ada.kesy", "x", false)]
    [InlineData("users.ada", "x", false)]
    [InlineData("users.", "x", false)]
    [InlineData("users.root.keys", Key, false)]
    public void What_an_attribute_of_a_user_may_be(string name, string value, bool can) => Assert.Equal(can, NodeUsers.WhyNot(name, value) is null);

    [Theory]
    [InlineData("power.password", true)]
    [InlineData("ipmi_pwd", true)]
    [InlineData("users.ada.password", true)]
    [InlineData("ssh.host_key.rsa", true)]
    [InlineData("DB_PASSWD", true)]
    [InlineData("ssh.public_key", false)]
    [InlineData("password.length", false)]
    public void Some_names_are_secrets_whoever_sets_them(string name, bool isSecret) =>
        Assert.Equal(isSecret, SecretAttributes.IsSecret(AttributeName.Parse(name)));

    [Theory]
    [InlineData("site.api_token", true)]
    [InlineData("password.length", true)]
    [InlineData("aws_secret_access_key", true)]
    [InlineData("tokens", false)]
    [InlineData("compass", false)]
    [InlineData("console", false)]
    public void Some_names_sound_like_secrets(string name, bool sounds) => Assert.Equal(sounds, SecretAttributes.SoundsSecret(AttributeName.Parse(name)));

    [Fact]
    public void Once_a_value_of_a_name_is_secret_its_other_values_are()
    {
        var name = AttributeName.Parse("site.key");
        var host = AttributeOwner.Of(Cluster.Name("backend-0-0"));
        var inventory = Cluster.Inventory().Set(AttributeOwner.Global, "site.key", "readable");
        Assert.False(new AttributeSecrecy(inventory, name).IsSecret(host));
        var secret = inventory.With(new Change.AttributeWritten(host, name, new AttributeValue("x", Shadow: true, Cluster.Noon)));
        var secrecy = new AttributeSecrecy(secret, name);
        var among = AttributeSecrecy.In(secret);
        Assert.True(among(name).IsSecret(AttributeOwner.Global));
        Assert.True(among(name).StaysSecretBeside([AttributeOwner.Global]));
        Assert.False(among(AttributeName.Parse("site.other")).IsSecret(host));
        Assert.True(secrecy.IsSecret(AttributeOwner.Global));
        Assert.False(secrecy.StaysSecretBeside([host]));
        Assert.True(secrecy.StaysSecretBeside([AttributeOwner.Global]));
        var follower = Assert.IsType<Change.AttributeWritten>(Assert.Single(secrecy.Followers(new HashSet<AttributeOwner> { host })));
        Assert.Equal((AttributeOwner.Global, "readable", true), (follower.Owner, follower.Value.Text, follower.Value.Shadow));
        Assert.Empty(secrecy.Followers(new HashSet<AttributeOwner> { AttributeOwner.Global }));
    }

    [Theory]
    [InlineData("CentOS", "6.6", "redhat", HostKey.Rsa)]
    [InlineData("CentOS", "7.9", "redhat", HostKey.Ecdsa)]
    [InlineData("Debian", "13", "debian", HostKey.Ecdsa)]
    [InlineData("Ubuntu", "24.04.1", "ubuntu", HostKey.Ecdsa)]
    [InlineData("Flatcar", "4081.2.0", "coreos", null)]
    [InlineData("unheard-of", "1", "beos", null)]
    public void A_kept_key_is_of_the_kind_its_system_knows(string name, string version, string os, string? attribute)
    {
        var pallet = Cluster.Os with { Key = new(name, version, os, "x86_64") };
        Assert.Equal(attribute, HostKey.AttributeFor(Installer.Of(pallet.Key)));
        var host = Cluster.Backend(0) with { Os = os };
        var inventory = Inventory.Empty(Cluster.Frontend)
            .With(new Change.PalletSet(pallet), new Change.HostSet(host)).Set(AttributeOwner.Global, "ssh.host_keys", " Keep ");
        var made = KeptHostKey.Missing(inventory, host, Cluster.Noon).OfType<Change.AttributeWritten>().ToArray();
        Assert.Equal(attribute is null ? [] : [(attribute, true)], made.Select(one => (one.Name.ToString(), one.Value.Shadow)));
        Assert.All(made, one => Assert.NotNull(HostKey.PublicOf(one.Value.Text)));
        Assert.Empty(KeptHostKey.Missing(inventory.With(made), host, Cluster.Noon));
        Assert.Empty(KeptHostKey.Missing(inventory.Set(AttributeOwner.Global, "ssh.host_keys", "new"), host, Cluster.Noon));
    }

    [Theory]
    [InlineData("")]
    [InlineData("RSA")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\n!!\n-----END EC PRIVATE KEY-----\n")]
    public void A_text_that_is_no_key_of_ours_has_no_public_half(string text) => Assert.Null(HostKey.PublicOf(text));
}
