using BootService.Core.Boot;
using BootService.Core.Reasons;
using Xunit;

namespace BootService.Core.Tests.Boot;

public class EmitterTests
{
    private static readonly LoaderOffer None = new LoaderOffer.Nothing(LoaderAbsence.ArmDisk);

    private static readonly BootDecision.Run Run =
        new(new KernelImage("os/C/6/vmlinuz", "os/C/6/initrd.img", 6, "x86_64"), ["ks=http://10.1.1.1/install/ks/s", "ds=a;b", "q='x'"], null, None,
            new BootReason.Said("why\nnot"));

    [Fact]
    public void Pxelinux_is_told_one_label() => Assert.Equal(
        """
        default stack
        prompt 0
        # why not
        label stack
        	kernel /os/C/6/vmlinuz
        	append initrd=/os/C/6/initrd.img ks=http://10.1.1.1/install/ks/s ds=a;b q='x'

        """.ReplaceLineEndings("\n"),
        PxelinuxConfig.Write(Run));

    [Fact]
    public void Grub_quotes_what_its_shell_would_read() => Assert.Equal(
        """
        set timeout=0
        set default=0
        # why not
        menuentry 'stack' {
            linux '/os/C/6/vmlinuz' 'ks=http://10.1.1.1/install/ks/s' 'ds=a;b' 'q='\''x'\'''
            initrd '/os/C/6/initrd.img'
        }

        """.ReplaceLineEndings("\n"),
        GrubConfig.Write(Run));

    [Theory]
    [InlineData("dyndbg=\"file a.c +p\" quiet", "'dyndbg=file a.c +p' 'quiet'")]
    [InlineData("\"a b\" c=\"d\" e=\"\"", "'a b' 'c=d' 'e='")]
    [InlineData("a=\"b c d", "'a=\"b' 'c' 'd'")]
    public void Grub_is_given_a_quoted_argument_as_one_word_without_marks(string arguments, string words) =>
        Assert.Contains($" {words}\n", GrubConfig.Write(Run with { Arguments = [.. arguments.Split(' ')] }), StringComparison.Ordinal);

    [Fact]
    public void Ipxe_fetches_by_http_and_tries_again() => Assert.Equal(
        """
        #!ipxe
        # why not
        :retry
        kernel http://10.1.1.1/install/boot/os/C/6/vmlinuz ks=http://10.1.1.1/install/ks/s ds=a;b q='x' initrd=initrd.img || goto wait
        initrd http://10.1.1.1/install/boot/os/C/6/initrd.img || goto wait
        boot || goto wait
        :wait
        echo the frontend did not answer, trying again in 5 seconds
        sleep 5
        imgfree
        goto retry

        """.ReplaceLineEndings("\n"),
        IpxeScript.Write(Run, "http://10.1.1.1"));

    [Fact]
    public void Several_RAM_disks_are_said_in_each_loaders_way()
    {
        var run = Run with { Image = Run.Image with { Overlays = ["os/C/6/firmware.cpio.gz"] } };
        Assert.Contains("initrd=/os/C/6/initrd.img,/os/C/6/firmware.cpio.gz ks=", PxelinuxConfig.Write(run), StringComparison.Ordinal);
        Assert.Contains("    initrd '/os/C/6/initrd.img' '/os/C/6/firmware.cpio.gz'\n", GrubConfig.Write(run), StringComparison.Ordinal);
        var script = IpxeScript.Write(run, "http://10.1.1.1");
        Assert.Contains(" initrd=initrd.img initrd=firmware.cpio.gz || goto wait\n", script, StringComparison.Ordinal);
        Assert.Contains(
            "initrd http://10.1.1.1/install/boot/os/C/6/initrd.img || goto wait\ninitrd http://10.1.1.1/install/boot/os/C/6/firmware.cpio.gz || goto wait\n"
                + "boot",
            script,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_that_is_another_for_UEFI_is_said_in_each_loaders_way()
    {
        var memtest = new BootDecision.Run(
            new KernelImage("memtest", null, 0, "") { EfiKernel = "memtest.efi" }, ["console=ttyS0"], null, None, new BootReason.StartsKernel("memtest"));
        Assert.Contains("\tkernel /memtest\n\tappend console=ttyS0\n", PxelinuxConfig.Write(memtest), StringComparison.Ordinal);
        Assert.Contains("    linux '/memtest.efi' 'console=ttyS0'\n}", GrubConfig.Write(memtest), StringComparison.Ordinal);
        Assert.Contains(
            """
            set kernel http://10.1.1.1/install/boot/memtest
            iseq ${platform} efi && set kernel http://10.1.1.1/install/boot/memtest.efi || goto retry
            :retry
            kernel ${kernel} console=ttyS0 || goto wait
            boot || goto wait
            """.ReplaceLineEndings("\n"),
            IpxeScript.Write(memtest, "http://10.1.1.1"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LocalBoot.Exit, "localboot 0", "exit 1")]
    [InlineData(LocalBoot.ExitError, "localboot -1", "exit 1")]
    [InlineData(LocalBoot.Chain, "com32 chain.c32", "sanboot --no-describe --drive 0x80")]
    public void A_disk_boot_is_said_in_each_loaders_way(LocalBoot method, string pxelinux, string ipxe)
    {
        var local = new BootDecision.Local(method, None, new BootReason.ActionIsOs());
        Assert.Contains($"\t{pxelinux}\n", PxelinuxConfig.Write(local), StringComparison.Ordinal);
        Assert.Contains($"{ipxe}", IpxeScript.Write(local, "http://10.1.1.1"), StringComparison.Ordinal);
        Assert.Contains("exit 1", GrubConfig.Write(local), StringComparison.Ordinal);
    }
}
