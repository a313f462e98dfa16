using System.Text;
using BootService.Protocols.Tftp;
using CsCheck;
using Xunit;

namespace BootService.Protocols.Tests.Tftp;

public class TftpFileNameTests
{
    [Theory]
    [InlineData("pxelinux.0", "pxelinux.0")]
    [InlineData("/grub/x86_64-efi/command.lst", "grub/x86_64-efi/command.lst")]
    [InlineData("efi64//img/vmlinuz", "efi64/img/vmlinuz")]
    [InlineData("\\EFI\\BOOT\\grubx64.efi", "EFI/BOOT/grubx64.efi")]
    [InlineData("//\\./a/./b/", "a/b")]
    [InlineData("a%2f..%2fb", "a%2f..%2fb")]
    [InlineData("..a/b..", "..a/b..")]
    [InlineData("naïve", "naïve")]
    public void A_name_is_brought_into_one_form(string name, string normal) => Assert.Equal(normal, Normal(Encoding.UTF8.GetBytes(name)));

    [Theory]
    [InlineData("", TftpNameFault.Empty)]
    [InlineData("//", TftpNameFault.Empty)]
    [InlineData(".", TftpNameFault.Empty)]
    [InlineData("..", TftpNameFault.LeavesRoot)]
    [InlineData("a/../b", TftpNameFault.LeavesRoot)]
    [InlineData("..\\..\\etc\\passwd", TftpNameFault.LeavesRoot)]
    [InlineData("/..", TftpNameFault.LeavesRoot)]
    [InlineData("a\0b", TftpNameFault.Unprintable)]
    [InlineData("a\nb", TftpNameFault.Unprintable)]
    [InlineData("\u007f", TftpNameFault.Unprintable)]
    public void A_name_that_could_do_harm_is_refused(string name, TftpNameFault fault)
    {
        Assert.Equal(fault, TftpFileName.TryNormalize(Encoding.UTF8.GetBytes(name), new char[TftpFileName.MaxLength], out var length));
        Assert.Equal(0, length);
    }

    [Fact]
    public void A_name_of_512_bytes_is_taken_and_a_longer_one_refused()
    {
        Assert.Equal(512, Normal(Enumerable.Repeat((byte)'a', 512).ToArray()).Length);
        Assert.Equal(TftpNameFault.TooLong, TftpFileName.TryNormalize(new byte[513], new char[512], out _));
        Assert.Equal(TftpNameFault.TooLong, TftpFileName.TryNormalize(new string('a', 513), new char[512], out _));
    }

    [Fact]
    public void Whatever_is_asked_for_stays_under_the_root_and_is_normal_already() =>
        Gen.Select(Gen.Byte.Array[0, 600], Gen.String["./\\ab\0"]).Sample((bytes, text) =>
        {
            Check(bytes);
            Check(Encoding.UTF8.GetBytes(text));
        });

    private static void Check(byte[] name)
    {
        Span<char> normal = stackalloc char[TftpFileName.MaxLength];
        if (TftpFileName.TryNormalize(name, normal, out var length) is not TftpNameFault.None)
        {
            return;
        }

        var text = normal[..length].ToString();
        Assert.StartsWith("/root/", Path.GetFullPath("/root/" + text));
        Assert.Equal("/root/" + text, Path.GetFullPath("/root/" + text));
    }

    private static string Normal(byte[] name)
    {
        Span<char> normal = stackalloc char[TftpFileName.MaxLength];
        Assert.Equal(TftpNameFault.None, TftpFileName.TryNormalize(name, normal, out var length));
        return normal[..length].ToString();
    }
}
