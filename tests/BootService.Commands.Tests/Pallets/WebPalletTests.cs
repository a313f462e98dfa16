using BootService.Commands.Tests.Mirrors;
using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Pallets;

/// <summary>Images on the web.</summary>
public sealed class WebPalletTests : IDisposable
{
    private readonly Bench _stack = new(nodes: false);
    private readonly string _site;
    private readonly RepositoryServer _server;

    public WebPalletTests()
    {
        _site = Directory.CreateDirectory(Path.Combine(_stack.Folder, "site")).FullName;
        _server = new RepositoryServer(_site);
        Burn("6.6");
    }

    private string Kernel => Path.Combine(_stack.Pallets, "CentOS/6.6/redhat/x86_64/images/pxeboot/vmlinuz");

    public void Dispose()
    {
        _server.Dispose();
        _stack.Dispose();
    }

    [Fact]
    public void An_image_on_the_web_becomes_a_pallet_and_does_not_stay_itself()
    {
        _server.Breaks["dvd.iso"] = 100_000;
        _stack.Type($"add pallet {_server.Url}dvd.iso");
        Assert.True(File.Exists(Kernel));
        Assert.Equal(["dvd.iso", "dvd.iso bytes=100000-"], _server.Asked);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_stack.Folder, "export/mirrors/.images")));
    }

    [Fact]
    public void A_command_that_failed_goes_on_where_it_ended()
    {
        FailAfter(100_000);
        _stack.Type($"add pallet {_server.Url}dvd.iso");
        Assert.Equal("dvd.iso bytes=100000-", _server.Asked.Last());
        Assert.True(File.Exists(Kernel));
    }

    [Fact]
    public void An_image_that_is_another_one_by_now_is_fetched_from_its_start()
    {
        FailAfter(100_000);
        Burn("6.7");
        _stack.Type($"add pallet {_server.Url}dvd.iso");
        Assert.Equal("6.7", _stack.Inventory.Pallets.Keys.Single().Version);
    }

    [Fact]
    public void What_is_wrong_with_an_image_is_said_with_its_address()
    {
        File.WriteAllText(Path.Combine(_site, "dvd.iso"), "sorry");
        Assert.Equal($"{_server.Url}dvd.iso is no ISO 9660 image", _stack.Refused("add", "pallet", $"{_server.Url}dvd.iso"));
        Assert.EndsWith(
            "none.iso cannot be fetched: the server answered 404 NotFound", _stack.Refused("add", "pallet", $"{_server.Url}none.iso"),
            StringComparison.Ordinal);
        Assert.EndsWith(
            "/os/ has no .treeinfo, so it is no tree of an OS; the address of an image ends in .iso, and packages are fetched with \"stack create mirror\"",
            _stack.Refused("add", "pallet", $"{_server.Url}os/"), StringComparison.Ordinal);
        _server.Asked.Clear();
        Assert.StartsWith("there is no ", _stack.Refused("add", "pallet", $"{_server.Url}dvd.iso", "none.iso"), StringComparison.Ordinal);
        Assert.Empty(_server.Asked);
    }

    [Fact]
    public void A_tree_on_the_web_becomes_a_pallet_as_its_disc_would()
    {
        var tree = Tree();
        var output = _stack.Type($"add pallet {_server.Url}centos/7/os/x86_64");
        Assert.Equal(
            ["the tree names a repository outside of itself, which is left to \"stack create mirror " + _server.Url + "centos/7/extras/\"",
                "added pallet CentOS 7 x86_64"], output.Messages);
        var pallet = Path.Combine(_stack.Pallets, "CentOS/7/redhat/x86_64");
        File.Delete(Path.Combine(tree, "images/boot.iso"));
        File.Delete(Path.Combine(tree, "README"));
        TestMedia.Run("diff", "-r", tree, pallet);
        Assert.True(_stack.Inventory.Pallets.Values.Single().IsOs);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_stack.Folder, "export/mirrors/.images")));
    }

    [Fact]
    public void A_tree_that_was_not_fetched_whole_is_named_by_what_lacks_and_goes_on_from_there()
    {
        Tree();
        const string Package = "centos/7/os/x86_64/addons/HighAvailability/Packages/pacemaker-1.0-1.noarch.rpm";
        _server.Status[Package] = 404;
        var (end, output) = _stack.Try("add", "pallet", $"{_server.Url}centos/7/os/x86_64/");
        Assert.Equal(
            $"1 of 5 files of {_server.Url}centos/7/os/x86_64/ could not be fetched; what was fetched stays: run the command again for the rest", end.Sentence);
        Assert.Equal($"{_server.Url}{Package} cannot be fetched: the server answered 404 NotFound", Assert.Single(output.Faults));
        Assert.False(Directory.Exists(_stack.Pallets));
        _server.Status.Clear();
        _server.Asked.Clear();
        _stack.Type($"add pallet {_server.Url}centos/7/os/x86_64/");
        Assert.Equal(
            [Package], _server.Asked.Where(asked => asked.EndsWith(".rpm", StringComparison.Ordinal) || asked.Contains("/images/", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("[images-x86_64]\nkernel = ../../../etc/passwd\ninitrd = i\n", "names a file at ../../../etc/passwd, which lies outside of it")]
    [InlineData("[checksums]\na/%2e%2e/../../x = sha256:00\n", "which lies outside of it")]
    [InlineData("[stage2]\nmainimage = http://127.0.0.1:1/x\n", "could not be fetched")]
    public void A_tree_that_leads_elsewhere_is_refused(string text, string sentence)
    {
        Directory.CreateDirectory(Path.Combine(_site, "bad"));
        File.WriteAllText(Path.Combine(_site, "bad/.treeinfo"), "[general]\nfamily = CentOS\nversion = 7\narch = x86_64\n" + text);
        Assert.Contains(sentence, _stack.Refused("add", "pallet", $"{_server.Url}bad/"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_stack.Pallets));
    }

    /// <summary>A tree as mirrors keep it: images with their sums, packages at its root and in an addon, and a repository that lies elsewhere.</summary>
    private string Tree()
    {
        var tree = Path.Combine(_site, "centos/7/os/x86_64");
        foreach (var (file, length) in new[] { ("images/pxeboot/vmlinuz", 400_000), ("images/pxeboot/initrd.img", 30_000), ("LiveOS/squashfs.img", 1000),
            ("images/boot.iso", 10), ("README", 10) })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(tree, file))!);
            File.WriteAllText(Path.Combine(tree, file), new string('x', length));
        }

        TestMedia.Rpm(Path.Combine(tree, "Packages"), "bash");
        TestMedia.Rpm(Path.Combine(tree, "addons/HighAvailability/Packages"), "pacemaker");
        TestMedia.Repository(Path.Combine(tree, "addons/HighAvailability"));
        TestMedia.Repository(tree, "--excludes", "addons/*");
        string Sum(string file) => TestMedia.Run("sha256sum", Path.Combine(tree, file)).Split(' ')[0];
        File.WriteAllText(
            Path.Combine(tree, ".treeinfo"),
            $"""
            [general]
            name = CentOS-7
            family = CentOS
            timestamp = 1603729576.22
            variant =
            version = 7
            packagedir =
            arch = x86_64

            [stage2]
            mainimage = LiveOS/squashfs.img

            [images-x86_64]
            kernel = images/pxeboot/vmlinuz
            initrd = images/pxeboot/initrd.img
            boot.iso = images/boot.iso

            [addon-HighAvailability]
            id = HighAvailability
            repository = addons/HighAvailability

            [variant-extras]
            repository = ../../extras

            [checksums]
            images/pxeboot/vmlinuz = sha256:{Sum("images/pxeboot/vmlinuz")}
            images/pxeboot/initrd.img = sha256:{Sum("images/pxeboot/initrd.img")}
            images/boot.iso = sha256:{Sum("images/boot.iso")}
            LiveOS/squashfs.img = sha256:{Sum("LiveOS/squashfs.img")}
            repodata/repomd.xml = sha256:{Sum("repodata/repomd.xml")}

            """);
        return tree;
    }

    private void FailAfter(int bytes)
    {
        _server.Breaks["dvd.iso"] = bytes;
        _server.GoneThen["dvd.iso"] = true;
        Assert.EndsWith(
            "dvd.iso cannot be fetched: the server answered 404 NotFound", _stack.Refused("add", "pallet", $"{_server.Url}dvd.iso"), StringComparison.Ordinal);
        _server.Status.Clear();
    }

    private void Burn(string version)
    {
        var image = TestMedia.Iso(TestMedia.Os(_stack, version, "CentOS", version));
        File.Move(image, Path.Combine(_site, "dvd.iso"), overwrite: true);
    }
}
