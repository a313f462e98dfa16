using System.Diagnostics;
using BootService.Core.Logins;
using Xunit;

namespace BootService.Core.Tests.Logins;

public sealed class HostKeyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bootservice-hostkey-").FullName;

    [Theory]
    [InlineData(HostKey.Ecdsa)]
    [InlineData(HostKey.Rsa)]
    public void Ssh_keygen_reads_a_key_of_ours_and_sees_the_same_public_half(string attribute)
    {
        var (file, key) = (Path.Combine(_folder, "key"), HostKey.New(attribute));
        File.WriteAllText(file, key);
        File.SetUnixFileMode(file, UnixFileMode.UserRead);
        using var tool = Process.Start(new ProcessStartInfo("ssh-keygen", ["-y", "-f", file]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        Assert.Equal(HostKey.PublicOf(key), tool.StandardOutput.ReadToEnd().TrimEnd());
        tool.WaitForExit();
        Assert.Equal(0, tool.ExitCode);
    }

    [Fact]
    public void What_is_no_key_has_no_public_half() => Assert.Null(HostKey.PublicOf("********"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
