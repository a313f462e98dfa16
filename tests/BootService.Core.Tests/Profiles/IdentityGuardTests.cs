using BootService.Core.Profiles;
using BootService.Core.Profiles.Emit;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Profiles;

/// <summary>The guard of an install that is meant for one machine, run by the shells of installers on machines made of files.</summary>
public sealed class IdentityGuardTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("bootservice-identity-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("product_serial", "ABC-123\n", "abc-123")]
    [InlineData("product_serial", "  ABC 123  \n", "ABC123")]
    [InlineData("product_uuid", "4c4c4544-0035-4310-8058-b7c04f4e4432\n", "4C4C4544-0035-4310-8058-B7C04F4E4432")]
    [InlineData("chassis_serial", "x\u0001y\n", "xy")]
    [InlineData("board_serial", "it's\n", "it's")]
    public void A_machine_is_known_by_any_of_its_serial_numbers_however_it_is_written(string file, string has, string wanted)
    {
        Write($"class/dmi/id/{file}", has);
        Assert.All(Shells, shell => Assert.Equal(0, Run(shell, new MachineIdentity(wanted, null)).Exit));
    }

    [Theory]
    [InlineData("block/sda/device/wwid", "naa.5000C500A1B2C3D4\n", "0x5000c500a1b2c3d4")]
    [InlineData("block/nvme0n1/wwid", "eui.0025388b710116a5\n", "0025388b710116a5")]
    [InlineData("block/vda/serial", "DISK-7", "disk-7")]
    [InlineData("block/sdb/device/vpd_pg80", "\0\u0080\0\u0008S3RIAL99", "s3rial99")]
    public void A_disk_is_known_by_its_number_or_its_name_in_the_world(string file, string has, string wanted)
    {
        Write(file, has);
        Write("block/sdz/serial", "another\n");
        Assert.All(Shells, shell => Assert.Equal(0, Run(shell, new MachineIdentity(null, wanted)).Exit));
    }

    [Fact]
    public void Another_machine_is_not_touched_and_the_frontend_hears_what_it_is()
    {
        Write("class/dmi/id/product_serial", "OTHER-1\n");
        Write("block/sda/serial", "D1\n");
        foreach (var shell in Shells)
        {
            var (exit, output) = Run(shell, new MachineIdentity("mine", null));
            Assert.Equal(1, exit);
            Assert.Contains("/install/failed/5ec2e7?why=this+is+not+the+machine+the+install+is+for:+no+serial+number+of+the+machine+is+mine,+they+are+other-1;"
                + "+nothing+was+touched", output, StringComparison.Ordinal);
            Assert.Equal(1, Run(shell, new MachineIdentity("other-1", "d2")).Exit);
            Assert.Equal(0, Run(shell, new MachineIdentity("other-1", "d1")).Exit);
        }
    }

    [Fact]
    public void A_machine_that_says_nothing_of_itself_is_nobody_s()
    {
        Directory.CreateDirectory(Path.Combine(_root, "sys/block"));
        Assert.All(Shells, shell => Assert.Contains("they+are+unknown", Run(shell, new MachineIdentity("x", null)).Output, StringComparison.Ordinal));
    }

    /// <summary>A beginning, an end or the middle of a number is another machine's.</summary>
    [Fact]
    public void Only_the_whole_number_counts()
    {
        Write("class/dmi/id/product_serial", "A-100\n");
        foreach (var (wanted, isMine) in Gen.String[Gen.Char["A-10a."], 1, 5].Array[25].Single().Select(text =>
            (text, text.Equals("A-100", StringComparison.OrdinalIgnoreCase)))
            .Concat([("A-100", true), ("A-10", false), ("-100", false), ("a-1000", false), (".*", false), ("[A-Z]", false)]))
        {
            Assert.Equal(isMine ? 0 : 1, Run("dash", new MachineIdentity(wanted, null)).Exit);
        }
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("  ", "\n", true)]
    [InlineData(" x ", null, false)]
    public void An_attribute_of_blanks_asks_for_nothing(string? serial, string? disk, bool isAny)
    {
        var identity = MachineIdentity.Of(name => name == MachineIdentity.SerialAttribute ? serial : name == MachineIdentity.DiskAttribute ? disk : null);
        Assert.Equal(isAny, identity == MachineIdentity.Any);
        Assert.Equal(isAny, IdentityGuard.Script(identity, new ReportUrls("http://10.1.1.1", "5ec2e7")).Length == 0);
    }

    private static readonly string[] Shells = ["dash", "bash", "busybox"];

    private (int Exit, string Output) Run(string shell, MachineIdentity identity)
    {
        var script = IdentityGuard.Script(identity, new ReportUrls("http://10.1.1.1", "5ec2e7"))
            .Replace("/sys/", $"{_root}/sys/", StringComparison.Ordinal).Replace("/tmp/stack-identity.log", $"{_root}/log", StringComparison.Ordinal)
            .Replace(ReportScript.InInstaller, "said", StringComparison.Ordinal).Replace("/dev/console", "/dev/null", StringComparison.Ordinal)
            .Replace("/dev/tty1", "/dev/null", StringComparison.Ordinal);
        var (exit, output, errors) = Tool.Ask(shell, shell == "busybox" ? ["sh"] : [], "udevadm() { :; }\nsaid() { echo \"$STACK_URL\"; }\n" + script);
        return (exit, output + errors);
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_root, "sys", path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        Directory.CreateDirectory(Path.Combine(_root, "sys/block"));
        File.WriteAllBytes(file, System.Text.Encoding.Latin1.GetBytes(text));
    }
}
