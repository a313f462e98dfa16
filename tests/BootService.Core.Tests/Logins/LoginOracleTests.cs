using BootService.Core.Logins;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Logins;

/// <summary>Passwords and keys, held against the programs that would check them.</summary>
public sealed class LoginOracleTests : IDisposable
{
    private const string Salted = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private readonly string _folder = Directory.CreateTempSubdirectory("bootservice-logins-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_password_is_crypted_as_openssl_does()
    {
        foreach (var (password, salt) in Gen.Select(
            Gen.String[Gen.OneOf(Gen.Char['!', '~'], Gen.Char['\u00a1', '\u024f']), 1, 90], Gen.String[Gen.Char[Salted], 1, 16]).Array[25].Single())
        {
            var told = Tool.Run("openssl", ["passwd", "-6", "-salt", salt, "-stdin"], password + "\n").TrimEnd('\n');
            Assert.Equal(told, Sha512Crypt.Hash(password, salt));
            Assert.True(PasswordHash.IsHash(told), told);
        }
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("-5")]
    [InlineData("-6")]
    public void What_other_programs_crypted_is_taken_as_it_is(string kind)
    {
        var crypted = Tool.Run("openssl", ["passwd", kind, "-stdin"], "secret\n").TrimEnd('\n');
        Assert.Equal(crypted, PasswordHash.Of(crypted));
        Assert.Contains("cut short", Assert.Throws<RefusedException>(() => PasswordHash.Of(crypted[..6])).Message, StringComparison.Ordinal);
        Assert.True(PasswordHash.IsLock("!" + crypted));
        Assert.False(PasswordHash.IsLock(crypted));
    }

    [Theory]
    [InlineData("ed25519", null)]
    [InlineData("ecdsa", "384")]
    [InlineData("rsa", "2048")]
    public void A_key_that_ssh_keygen_makes_is_one_with_whatever_stands_around_it(string kind, string? bits)
    {
        var file = Path.Combine(_folder, "key");
        Tool.Run("ssh-keygen", ["-q", "-t", kind, .. bits is null ? (string[])[] : ["-b", bits], "-N", "", "-C", "a comment", "-f", file]);
        var line = File.ReadAllText(file + ".pub").TrimEnd('\n');
        Assert.True(PublicKey.IsOne(line), line);
        Assert.True(PublicKey.IsOne(string.Join(' ', line.Split(' ')[..2])), "without its comment");
        Assert.Equal(line, PublicKey.FirstOf($"# {line}\n\n  {line}\nrest"));
        foreach (var options in (string[])["no-pty", "from=\"10.1.0.0/16,!10.1.0.9\",no-agent-forwarding", "command=\"echo \\\"hi there\\\"\",restrict",
            "cert-authority"])
        {
            // sshd's own reader finds the same key behind the same options.
            File.WriteAllText(file, $"{options} {line}\n");
            Assert.Equal(0, Tool.Ask("ssh-keygen", ["-l", "-f", file]).Exit);
            Assert.True(PublicKey.IsOne($"{options} {line}"), options);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("# ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIabc x")]
    [InlineData("ssh-ed25519")]
    [InlineData("ssh-ed25519 short")]
    [InlineData("ssh-foo AAAAC3NzaC1lZDI1NTE5AAAAIabcdefgh")]
    [InlineData("command=\"open ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIabcdefgh")]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIabcdefgh\nssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIabcdefgh")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----")]
    public void Anything_else_is_none(string line) => Assert.False(PublicKey.IsOne(line), line);

    [Theory]
    [InlineData(HostKey.Ecdsa, HostKey.Rsa)]
    public void No_two_host_keys_are_alike_and_each_kind_says_which_it_is(string ecdsa, string rsa)
    {
        Assert.NotEqual(HostKey.New(ecdsa), HostKey.New(ecdsa));
        Assert.StartsWith("ecdsa-sha2-nistp256 ", HostKey.PublicOf(HostKey.New(ecdsa)), StringComparison.Ordinal);
        Assert.StartsWith("ssh-rsa ", HostKey.PublicOf(HostKey.New(rsa)), StringComparison.Ordinal);
        Assert.Null(HostKey.PublicOf("-----BEGIN EC PRIVATE KEY-----\nnonsense\n-----END EC PRIVATE KEY-----\n"));
        Assert.Null(HostKey.PublicOf(""));
    }
}
