using BootService.Commands.Tests.Support;
using BootService.Core;
using BootService.Core.Pallets;
using BootService.Media.Discs;
using BootService.Media.Pallets;

namespace BootService.Commands.Tests.Pallets;

public sealed class IsoPalletTests : IDisposable
{
    private const string Place = "CentOS/6.6/redhat/x86_64";

    private readonly Bench _stack = new(nodes: false);

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void An_image_becomes_a_pallet_with_every_file_of_it()
    {
        var medium = TestMedia.Os(_stack, "dvd", "CentOS", "6.6");
        File.WriteAllText(Path.Combine(medium, "RELEASE-NOTES"), "notes");
        File.CreateSymbolicLink(Path.Combine(medium, "notes"), "RELEASE-NOTES");
        TestMedia.Iso(medium);
        Assert.Equal("added pallet CentOS 6.6 x86_64", Assert.Single(_stack.Type("add pallet dvd.iso").Messages));
        TestMedia.Run("diff", "-r", "--no-dereference", medium, Path.Combine(_stack.Pallets, Place));
        var pallet = _stack.Inventory.Pallets.Values.Single();
        Assert.Equal(("images/pxeboot/vmlinuz", "images/pxeboot/initrd.img"), (pallet.Kernel, pallet.Initrd));
    }

    [Fact]
    public void Two_discs_come_together_and_their_packages_are_in_one_repository()
    {
        var (one, two) = TwoDiscs();
        _stack.Do("add", "pallet", one, two);
        var pallet = _stack.Inventory.Pallets.Values.Single();
        Assert.True(pallet.IsOs);
        Assert.Equal(["Packages/first-1.0-1.noarch.rpm", "Packages/second-1.0-1.noarch.rpm"], TestMedia.Listed(Path.Combine(_stack.Pallets, Place)));
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(_stack.Pallets, Place, "repodata"), "*comps*"));
    }

    [Fact]
    public void A_second_disc_may_come_later_and_leaves_the_pallet_enabled_and_bootable()
    {
        var (one, two) = TwoDiscs();
        _stack.Do("add", "pallet", one);
        _stack.Type("enable pallet CentOS");
        var kernel = File.OpenRead(Path.Combine(_stack.Pallets, Place, "images/pxeboot/vmlinuz"));
        _stack.Do("add", "pallet", two);
        var pallet = _stack.Inventory.Pallets.Values.Single();
        Assert.True(pallet.IsOs);
        Assert.True(pallet.IsEnabledIn("default"));
        Assert.Equal(["Packages/first-1.0-1.noarch.rpm", "Packages/second-1.0-1.noarch.rpm"], TestMedia.Listed(Path.Combine(_stack.Pallets, Place)));
        using (kernel)
        {
            // Whoever is in the middle of a file reads it to its end.
            Assert.Equal('k', kernel.ReadByte());
        }

        _stack.Do("add", "pallet", one, "clean=yes");
        Assert.Equal(["Packages/first-1.0-1.noarch.rpm"], TestMedia.Listed(Path.Combine(_stack.Pallets, Place)));
        Assert.Equal(["CentOS"], Left());
    }

    [Fact]
    public void A_Stacki_pallet_is_taken_from_where_it_lies_on_its_disc()
    {
        var disc = Path.Combine(_stack.Folder, "roll");
        var root = Path.Combine(disc, "mesosphere/1.0/redhat/x86_64");
        TestMedia.Rpm(Path.Combine(root, "RPMS"), "mesos");
        File.WriteAllText(Path.Combine(root, "roll-mesosphere.xml"), RollFile.Write("mesosphere", "1.0", "0", "x86_64", _stack.Time.GetUtcNow()));
        TestMedia.Iso(disc);
        _stack.Type("add pallet roll.iso");
        Assert.Equal(["mesosphere", "1.0", "0", "x86_64", "redhat", ""], _stack.Type("list pallet").Rows.Single());
        Assert.Equal(["RPMS/mesos-1.0-1.noarch.rpm"], TestMedia.Listed(Path.Combine(_stack.Pallets, "mesosphere/1.0/redhat/x86_64")));
    }

    [Theory]
    [InlineData("Red Hat Enterprise Linux 7.9", "DISC", "RHEL", "7.9")]
    [InlineData("8.4", "Rocky-8-4-x86_64-dvd", "Rocky", "8.4")]
    public void A_disc_without_treeinfo_is_known_by_its_discinfo(string product, string label, string name, string version)
    {
        var medium = TestMedia.Os(_stack, "dvd", "any", "1");
        File.Delete(Path.Combine(medium, ".treeinfo"));
        File.WriteAllText(Path.Combine(medium, ".discinfo"), $"1600281112.39\n{product}\nx86_64\nALL\n");
        TestMedia.Iso(medium, label);
        _stack.Type("add pallet dvd.iso");
        Assert.Equal(new PalletKey(name, version, "redhat", "x86_64"), _stack.Inventory.Pallets.Keys.Single());
        Assert.True(_stack.Inventory.Pallets.Values.Single().IsOs);
    }

    [Theory]
    [InlineData(".disk/info", "Debian GNU/Linux 12.5.0 \"Bookworm\"\n", "is Debian GNU/Linux 12.5.0 \"Bookworm\": pallets are made of CentOS")]
    [InlineData("sources/boot.wim", "x", "is a Windows disc: ")]
    [InlineData("README", "x", "has no .treeinfo, .discinfo or roll-NAME.xml, so it is no installation medium: ")]
    [InlineData("roll-x.xml", "<roll", "roll-x.xml is not the description of a pallet")]
    [InlineData("roll-x.xml", "<roll name='../..'><info version='1' arch='x86_64'/></roll>", "name \"../..\" is not a word")]
    public void Other_discs_are_refused_by_what_they_are(string file, string content, string sentence)
    {
        var folder = Path.Combine(_stack.Folder, "dvd");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
        File.WriteAllText(Path.Combine(folder, file), content);
        TestMedia.Iso(folder);
        Assert.Contains(sentence, _stack.Refused("add", "pallet", "dvd.iso"), StringComparison.Ordinal);
        Assert.Empty(Left());
    }

    [Fact]
    public void A_damaged_package_is_found_while_it_is_copied()
    {
        var (one, two) = TwoDiscs();
        var bytes = File.ReadAllBytes(one);
        var rpm = File.ReadAllBytes(Path.Combine(_stack.Folder, "dvd1/Packages/first-1.0-1.noarch.rpm"));
        bytes[bytes.AsSpan().IndexOf(rpm.AsSpan(0, 2048)) + rpm.Length - 10] ^= 1;
        File.WriteAllBytes(one, bytes);
        Assert.EndsWith(
            "dvd1.iso is damaged: Packages/first-1.0-1.noarch.rpm does not have the sha256 sum that the disc itself states; download it again",
            _stack.Refused("add", "pallet", two, one),
            StringComparison.Ordinal);
        Assert.Empty(Left());
    }

    [Fact]
    public void An_image_that_is_not_whole_is_refused()
    {
        var medium = TestMedia.Os(_stack, "dvd", "CentOS", "6.6");
        File.WriteAllText(Path.Combine(medium, "zz"), new string('z', 400_000));
        var bytes = File.ReadAllBytes(TestMedia.Iso(medium));
        File.WriteAllBytes(medium + ".iso", bytes[..400_000]);
        Assert.EndsWith(
            "dvd.iso ends before zz does: it is not complete, download it again", _stack.Refused("add", "pallet", "dvd.iso"), StringComparison.Ordinal);
        File.WriteAllText(medium + ".iso", "not found");
        Assert.EndsWith("dvd.iso is no ISO 9660 image", _stack.Refused("add", "pallet", "dvd.iso"), StringComparison.Ordinal);
        Assert.Empty(Left());
    }

    [Fact]
    public async Task A_stop_in_the_middle_leaves_nothing_and_a_kill_is_swept_up()
    {
        var (one, two) = TwoDiscs();
        var import = new PalletImport(new PalletFolder(_stack.Pallets), TimeProvider.System);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => import.ImportAsync(new IncomingMedia([one, two]), async (_, _, _) => await stop.CancelAsync(), stop.Token));
        Assert.Empty(Left());
        Directory.CreateDirectory(Path.Combine(_stack.Pallets, IncomingPallet.Prefix + "0123", "Packages"));
        Directory.CreateDirectory(Path.Combine(_stack.Pallets, "os", "1.0"));
        Assert.Equal(1, import.Sweep([]));
        Assert.Equal(["os"], Left());
    }

    [Fact]
    public async Task Additions_at_the_same_time_take_turns()
    {
        var (one, two) = TwoDiscs();
        var import = new PalletImport(new PalletFolder(_stack.Pallets), TimeProvider.System);
        var waited = new List<string>();
        await Task.WhenAll(new[] { one, two, one, two }.Select(disc => Task.Run(() => import.ImportAsync(
            new IncomingMedia([disc]),
            (text, _, _) =>
            {
                lock (waited)
                {
                    waited.Add(text);
                }

                return default;
            },
            TestContext.Current.CancellationToken))));
        Assert.Equal(["Packages/first-1.0-1.noarch.rpm", "Packages/second-1.0-1.noarch.rpm"], TestMedia.Listed(Path.Combine(_stack.Pallets, Place)));
        Assert.Contains("Waiting for another \"add pallet\" of CentOS 6.6 x86_64 to end ...", waited);
    }

    [Fact]
    public async Task An_addition_that_hangs_holds_up_no_other_pallet()
    {
        var (one, _) = TwoDiscs();
        var import = new PalletImport(new PalletFolder(_stack.Pallets), TimeProvider.System);
        var (begun, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var hanging = import.ImportAsync(
            new IncomingMedia([one]),
            (_, _, _) =>
            {
                begun.TrySetResult();
                return new ValueTask(end.Task);
            },
            TestContext.Current.CancellationToken);
        await begun.Task;
        await Import(import, TestMedia.Os(_stack, "other", "Rocky", "8.10"));
        Assert.True(File.Exists(Path.Combine(_stack.Pallets, "Rocky/8.10/redhat/x86_64/.treeinfo")));
        end.SetResult();
        await hanging;
    }

    [Fact]
    public async Task A_disk_that_is_too_small_is_said_before_anything_is_copied_and_one_that_fills_up_leaves_nothing()
    {
        var medium = TestMedia.Os(_stack, "dvd", "CentOS", "6.6");
        File.WriteAllBytes(Path.Combine(medium, "Packages/big"), new byte[3 << 20]);
        var small = Directory.CreateDirectory(Path.Combine(_stack.Folder, "small/pallets")).FullName;
        TestMedia.Run("mount", "-t", "tmpfs", "-o", "size=2m", "none", small);
        try
        {
            var import = new PalletImport(new PalletFolder(small), TimeProvider.System);
            var early = await Assert.ThrowsAsync<RefusedException>(() => Import(import, medium));
            Assert.Equal($"{small} has room for 2.1 MB and this needs 3.1 MB: remove a pallet, or set ExportDirectory to a larger disk", early.Message);

            File.WriteAllBytes(Path.Combine(medium, "Packages/big"), new byte[(2 << 20) - 8000]);
            for (var at = 0; at < 50; at++)
            {
                File.WriteAllText(Path.Combine(medium, $"Packages/{at}"), "a page each");
            }

            var late = await Assert.ThrowsAsync<RefusedException>(() => Import(import, medium));
            Assert.Equal($"the disk of {small} became full; nothing was added: remove a pallet, or set ExportDirectory to a larger disk", late.Message);
            Assert.Empty(Directory.EnumerateFileSystemEntries(small));

            File.Delete(Path.Combine(medium, "Packages/big"));
            TestMedia.Run("mount", "-o", "remount,ro", small);
            var sealedDisk = await Assert.ThrowsAsync<RefusedException>(() => Import(import, medium));
            Assert.Equal(
                $"nothing was added: {small}: Read-only file system; let bootservice write there, or set ExportDirectory to another folder",
                sealedDisk.Message);
        }
        finally
        {
            TestMedia.Run("umount", small);
        }
    }

    [Fact]
    public void A_path_may_be_a_pattern_and_may_lie_where_mirrors_are_made()
    {
        Directory.CreateDirectory(Path.Combine(_stack.Folder, "export/mirrors/cloudera"));
        File.Move(TestMedia.Iso(TestMedia.Os(_stack, "dvd", "CentOS", "6.6")), Path.Combine(_stack.Folder, "export/mirrors/cloudera/CentOS-6.6.iso"));
        _stack.Type("add pallet cloudera/Cent*.iso");
        Assert.Single(_stack.Inventory.Pallets);
        Assert.Equal($"there is no {Path.Combine(_stack.Folder, "cloudera/Debian*.iso")}", _stack.Refused("add", "pallet", "cloudera/Debian*.iso"));
    }

    [Theory]
    [InlineData("a", "b", true)]
    [InlineData("a/b", "../c", true)]
    [InlineData("a/b", "../c/d", true)]
    [InlineData("a", "../b", false)]
    [InlineData("a/b", "../../c", false)]
    [InlineData("a/b", "c/../../..", false)]
    [InlineData("a", "/etc/passwd", false)]
    [InlineData("a", "", false)]
    public void Links_stay_on_the_medium(string path, string target, bool stays) => Assert.Equal(stays, MediumLink.StaysInside(path, target));

    private static async Task Import(PalletImport import, string medium) =>
        await import.ImportAsync(new IncomingMedia([medium]), (_, _, _) => default, TestContext.Current.CancellationToken);

    private IEnumerable<string?> Left() =>
        Directory.Exists(_stack.Pallets) ? Directory.EnumerateFileSystemEntries(_stack.Pallets).Select(Path.GetFileName) : [];

    /// <summary>A DVD with a kernel, groups and metadata of its own packages, and one with further packages alone.</summary>
    private (string One, string Two) TwoDiscs()
    {
        var one = TestMedia.Os(_stack, "dvd1", "CentOS", "6.6");
        TestMedia.Rpm(Path.Combine(one, "Packages"), "first");
        File.WriteAllText(Path.Combine(_stack.Folder, "comps.xml"), "<comps><group><id>core</id><name>Core</name></group></comps>");
        TestMedia.Repository(one, "--groupfile", Path.Combine(_stack.Folder, "comps.xml"));
        var two = TestMedia.Os(_stack, "dvd2", "CentOS", "6.6", disc: 2, kernel: false);
        TestMedia.Rpm(Path.Combine(two, "Packages"), "second");
        return (TestMedia.Iso(one), TestMedia.Iso(two));
    }
}
