using System.Text;
using BootService.Core.Boot;
using BootService.Core.Reasons;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Boot;

/// <summary>Whatever kernel and arguments: read by each loader's own grammar, its configuration says them all and in their order.</summary>
public class EmitterPropertyTests
{
    private static readonly Gen<string> Argument = Gen.String[Gen.Char["abz019=.:/,;'\"\\$&|#{}()<>!~*?%-_@+"], 1, 16];

    private static readonly Gen<string> Name = Gen.String[Gen.Char["ab09/_+~-"], 1, 12].Select(text => "os/" + text);

    private static readonly Gen<BootDecision.Run> Run = Gen.Select(
        Argument.Array[0, 6], Name, Name.Array[0, 3], Gen.OneOf(Gen.Const((string?)null), Name.Select(name => (string?)name)),
        Choice.Among("plain", "two\nlines", "three\r\nof\rthem"))
        .Select((arguments, kernel, disks, efi, why) => new BootDecision.Run(
            new KernelImage(kernel, disks.FirstOrDefault(), 0, "") { EfiKernel = efi, Overlays = [.. disks.Skip(1)] }, [.. arguments], null,
            new LoaderOffer.Nothing(LoaderAbsence.ArmDisk), new BootReason.Said(why)));

    [Fact]
    public void Pxelinux_takes_a_line_as_it_stands() =>
        Run.Sample(
            run =>
            {
                var lines = PxelinuxConfig.Write(run).Split('\n');
                Assert.Equal(["default stack", "prompt 0"], lines[..2]);
                Assert.StartsWith("# ", lines[2], StringComparison.Ordinal);
                Assert.Equal(["label stack", $"\tkernel /{run.Image.Kernel}"], lines[3..5]);
                var words = lines[5].Split(' ')[1..];
                var disks = run.Image.RamDisks.Select(name => "/" + name).ToArray();
                Assert.Equal(disks.Length > 0 ? [$"initrd={string.Join(',', disks)}", .. run.Arguments] : run.Arguments.AsEnumerable(), words);
                Assert.Equal([""], lines[6..]);
            },
            iter: 2000);

    /// <summary>GRUB quotes as shells do (GRUB manual, "Quoting"), so a shell is asked what the words are.</summary>
    [Fact]
    public void Grub_reads_the_words_that_were_meant()
    {
        foreach (var run in Run.Array[60].Single())
        {
            var file = GrubConfig.Write(run);
            Assert.Equal("# ", file.Split('\n')[2][..2]);
            var script = "linux() { printf '%s\\n' \"$@\"; }\ninitrd() { echo --; printf '%s\\n' \"$@\"; }\n"
                + file[file.IndexOf("    linux ", StringComparison.Ordinal)..].Replace("\n}\n", "\n", StringComparison.Ordinal);
            var words = Tool.Run("dash", [], script).Split('\n')[..^1];
            Assert.Equal(
                ["/" + (run.Image.EfiKernel ?? run.Image.Kernel), .. AsTheKernelParts(run.Arguments), .. run.Image.RamDisks.Any() ? (string[])["--"] : [],
                    .. run.Image.RamDisks.Select(name => "/" + name)],
                words);
        }
    }

    // The kernel's own way, letter by letter: a mark begins or ends a stretch whose blanks part nothing.
    private static IEnumerable<string> AsTheKernelParts(IEnumerable<string> words)
    {
        var line = string.Join(' ', words);
        if (line.Count(letter => letter == '"') % 2 != 0 || line.Length == 0)
        {
            return words;
        }

        var isWithin = false;
        var parted = string.Concat(line.Select(letter => (isWithin ^= letter == '"', letter) is (true, ' ') ? '\u00a0' : letter));
        return parted.Replace("\"", string.Empty, StringComparison.Ordinal).Split(' ').Select(word => word.Replace('\u00a0', ' '));
    }

    [Fact]
    public void Ipxe_fetches_every_file_by_an_address_that_is_one() =>
        Run.Sample(
            run =>
            {
                var lines = IpxeScript.Write(run, "http://10.1.1.1").Split('\n');
                Assert.Equal("#!ipxe", lines[0]);
                Assert.StartsWith("# ", lines[1], StringComparison.Ordinal);
                var kernel = lines.Single(line => line.StartsWith("kernel ", StringComparison.Ordinal)).Split(' ');
                var named = run.Image.RamDisks.Select(name => $"initrd={name[(name.LastIndexOf('/') + 1)..]}");
                Assert.Equal([.. run.Arguments, .. named, "||", "goto", "wait"], kernel[2..]);
                var urls = lines.SelectMany(line => line.Split(' ')).Where(word => word.StartsWith("http://", StringComparison.Ordinal)).ToArray();
                var files = urls.Select(url => Uri.UnescapeDataString(new Uri(url).AbsolutePath)["/install/boot/".Length..]).ToHashSet();
                Assert.Equal([.. run.Image.RamDisks, run.Image.Kernel, .. run.Image.EfiKernel is { } efi ? (string[])[efi] : []], files);
                Assert.All(
                    lines.Where(line => line.StartsWith("initrd ", StringComparison.Ordinal)),
                    line => Assert.EndsWith(" || goto wait", line, StringComparison.Ordinal));
            },
            iter: 2000);

    /// <summary>A reason is for people who read the file: it may hold anything, and is a remark all the same.</summary>
    [Fact]
    public void A_reason_of_several_lines_stays_a_remark() =>
        Gen.String[Gen.Char["ab \n\r\t#!\u2028\u0085"], 0, 20].Sample(
            why =>
            {
                var local = new BootDecision.Local(LocalBoot.Exit, new LoaderOffer.Nothing(LoaderAbsence.ArmDisk), new BootReason.Said(why));
                foreach (var (text, commands) in ((string, string)[])
                [
                    (PxelinuxConfig.Write(local), "default stack\nprompt 0\nlabel stack\n\tlocalboot 0\n"),
                    (GrubConfig.Write(local), "set timeout=0\nset default=0\nmenuentry 'local disk' {\n    exit 1\n}\n"),
                    (IpxeScript.Write(local, "http://10.1.1.1"), "#!ipxe\nexit 1\n"),
                ])
                {
                    Assert.Equal(commands, WithoutRemarks(text));
                }
            },
            iter: 2000);

    private static string WithoutRemarks(string text) =>
        text.Split('\n').Where(line => !line.StartsWith("# ", StringComparison.Ordinal)).Aggregate(new StringBuilder(), (all, line) =>
            all.Append(line).Append('\n'))
            .ToString()[..^1];
}
