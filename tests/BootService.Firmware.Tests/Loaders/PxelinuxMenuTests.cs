using BootService.Firmware.Loaders;
using Xunit;

namespace BootService.Firmware.Tests.Loaders;

/// <summary>What PXELINUX starts by itself (syslinux.txt).</summary>
public sealed class PxelinuxMenuTests
{
    [Theory]
    [InlineData("default b\nlabel a\nkernel /a\nlabel b\nkernel /b\n", "/b")]
    [InlineData("label a\nkernel /a\nlabel b\nkernel /b\n", "/a")]
    [InlineData("default a\nontimeout b\nlabel a\nkernel /a\nlabel b\nkernel /b\n", "/b")]
    [InlineData("DEFAULT A\nLABEL a\nKERNEL /a\n", "/a")]
    [InlineData("# default b\n\n  default a  \n\tlabel a\n\t\tlinux\t/a\n", "/a")]
    public void The_entry_that_starts_is_the_one_it_names_or_the_first(string text, string kernel) =>
        Assert.Equal(kernel, PxelinuxMenu.Default(text, out _)?.Kernel);

    [Theory]
    [InlineData("", "it names no entry to start")]
    [InlineData("timeout 5\nprompt 0\n", "it names no entry to start")]
    [InlineData("default rescue\nlabel a\nkernel /a\n", "it starts entry \"rescue\", which it does not have")]
    public void A_configuration_that_starts_nothing_says_why(string text, string why)
    {
        Assert.Null(PxelinuxMenu.Default(text, out var said));
        Assert.Equal(why, said);
    }

    [Fact]
    public void What_stands_before_the_first_label_holds_for_every_entry_that_does_not_say_otherwise()
    {
        var entry = PxelinuxMenu.Default("append console=ttyS0\nipappend 2\ndefault a\nlabel a\nkernel /a\n", out _);
        Assert.Equal(("/a", "console=ttyS0", true), (entry!.Kernel, entry.Append, entry.AppendsBootif));
        entry = PxelinuxMenu.Default("append console=ttyS0\ndefault a\nlabel a\nkernel /a\nappend quiet\n", out _);
        Assert.Equal("quiet", entry!.Append);
    }

    [Theory]
    [InlineData("localboot 0", 0)]
    [InlineData("localboot -1", -1)]
    [InlineData("localboot", 0)]
    public void It_leaves_for_the_disk_by_the_way_that_is_named(string line, int kind) =>
        Assert.Equal(kind, PxelinuxMenu.Default($"default a\nlabel a\n{line}\n", out _)?.LocalBoot);

    [Theory]
    [InlineData("ipappend 2", true)]
    [InlineData("sysappend 3", true)]
    [InlineData("sysappend 1", false)]
    [InlineData("sysappend x", false)]
    public void The_card_is_named_to_the_kernel_by_its_bit(string line, bool appends) =>
        Assert.Equal(appends, PxelinuxMenu.Default($"default a\nlabel a\nkernel /a\n{line}\n", out _)!.AppendsBootif);

    [Fact]
    public void A_module_is_started_with_its_words()
    {
        var entry = PxelinuxMenu.Default("default a\nlabel a\ncom32 chain.c32\nappend hd0\n", out _)!;
        Assert.Equal(("chain.c32", "hd0", null), (entry.Module, entry.Append, entry.Kernel));
    }
}
