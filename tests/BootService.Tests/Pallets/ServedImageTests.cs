using System.Diagnostics;
using BootService.Core.Pallets;
using BootService.Files;
using BootService.Media.Pallets;
using BootService.Pallets;
using BootService.Protocols.Tftp;
using BootService.Settings;
using BootService.Tests.Http;
using BootService.Tests.Tftp;
using Xunit;

namespace BootService.Tests.Pallets;

/// <summary>Pallets whose files stayed on the image they came on.</summary>
public sealed class ServedImageTests : IAsyncLifetime
{
    private const string Place = "CentOS/7.9/redhat/x86_64";

    private readonly string _root = Directory.CreateTempSubdirectory("bootservice-image-").FullName;
    private readonly PalletFiles _files;

    public ServedImageTests()
    {
        var settings = new DataFolders { ExportDirectory = Path.Combine(_root, "export") };
        Directory.CreateDirectory(settings.PalletsDirectory);
        _files = new PalletFiles(settings);
        Write("images/pxeboot/vmlinuz", 3_000_000);
        Write("images/pxeboot/initrd.img", 100_000);
        Write("Packages/a b+c-1.0-1.noarch.rpm.txt", 70_000);
        Write("empty", 0);
        Write("nodes/backend.xml", 40);
        Directory.CreateDirectory(Path.Combine(Medium, "hollow"));
        File.CreateSymbolicLink(Path.Combine(Medium, "Packages/link"), "../images/pxeboot/vmlinuz");
        File.CreateSymbolicLink(Path.Combine(Medium, "Server"), "Packages");
        File.WriteAllText(
            Path.Combine(Medium, ".treeinfo"),
            "[general]\nfamily = CentOS\nversion = 7.9\narch = x86_64\n[images-x86_64]\nkernel = images/pxeboot/vmlinuz\ninitrd = images/pxeboot/initrd.img\n");
        Burn();
    }

    private string Medium => Path.Combine(_root, "medium");

    private string Image => Path.Combine(_root, "dvd.iso");

    public async ValueTask InitializeAsync()
    {
        var import = new PalletImport(new PalletFolder(Path.Combine(_root, "export/pallets")), TimeProvider.System);
        await import.ImportAsync(new IncomingMedia([Image]) { InPlace = true }, (_, _, _) => default, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _files.Dispose();
        Directory.Delete(_root, recursive: true);
        return default;
    }

    [Fact]
    public async Task Whoever_may_not_wait_has_an_image_read_elsewhere_and_finds_it_read()
    {
        var readings = Enumerable.Range(0, 20).Select(_ => _files.FindNow($"{Place}/images/pxeboot/vmlinuz")).ToList();
        Assert.IsType<BootFile.Reading>(readings[0]);
        await Task.WhenAll(readings.OfType<BootFile.Reading>().Select(reading => reading.Done));
        Assert.Equal(3_000_000, Assert.IsType<BootFile.OnDisk>(_files.FindNow($"{Place}/images/pxeboot/vmlinuz")).Length);
        Assert.IsType<BootFile.Missing>(_files.FindNow($"{Place}/gone"));
        File.Delete(Image);
        await Assert.IsType<BootFile.Reading>(_files.FindNow($"{Place}/images/pxeboot/vmlinuz")).Done;
        Assert.IsType<BootFile.Failed>(_files.FindNow($"{Place}/images/pxeboot/vmlinuz"));
    }

    [Fact]
    public async Task Every_file_is_served_by_the_kernel_from_where_it_lies_as_if_it_had_been_copied()
    {
        await using var bench = await BenchAsync();
        using var client = bench.Connect();
        foreach (var file in Directory.EnumerateFiles(Medium, "*", SearchOption.AllDirectories).Append(Path.Combine(Medium, "Server/link")))
        {
            var bytes = File.ReadAllBytes(file);
            var path = $"/{Place}/{string.Join('/', Path.GetRelativePath(Medium, file).Split('/').Select(Uri.EscapeDataString))}";
            var whole = client.Ask("GET", path);
            Assert.Equal(200, whole.Status);
            Assert.True(bytes.AsSpan().SequenceEqual(whole.Body), path);
            Assert.Equal($"{bytes.Length}", client.Ask("HEAD", path).Headers["Content-Length"]);
            Assert.Equal(304, client.Ask("GET", path, $"If-None-Match: {whole.Headers["ETag"]}\n").Status);
            if (bytes.Length > 10)
            {
                Assert.Equal(bytes[5..10], client.Ask("GET", path, "Range: bytes=5-9\n").Body);
                Assert.Equal(bytes[^3..], client.Ask("GET", path, "Range: bytes=-3\n").Body);
            }
        }

        Assert.Equal("application/octet-stream", client.Ask("GET", $"/{Place}/images/pxeboot/vmlinuz").Headers["Content-Type"]);
        Assert.True(bench.Counters.FileBytes > 9_000_000, "files did not go by the kernel");
        Assert.Equal(
            [".image", ".treeinfo", "nodes"],
            Directory.EnumerateFileSystemEntries(Path.Combine(_root, "export/pallets", Place)).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Its_folders_are_listed_and_what_is_not_on_it_is_not_found()
    {
        await using var bench = await BenchAsync();
        using var client = bench.Connect();
        var listing = client.Ask("GET", $"/{Place}").Text;
        Assert.Contains($"<a href=\"/{Place}/images/\">images/</a>", listing, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"/{Place}/Server/\">Server/</a>", listing, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"/{Place}/.treeinfo\">", listing, StringComparison.Ordinal);
        Assert.DoesNotContain(".image", listing, StringComparison.Ordinal);
        Assert.Contains("a%20b%2Bc-1.0-1.noarch.rpm.txt", client.Ask("GET", $"/{Place}/Server/").Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<a href=\"/", client.Ask("GET", $"/{Place}/hollow").Text, StringComparison.Ordinal);
        foreach (var absent in new[] { "nothing", "images/nothing", "images/pxeboot/vmlinuz/x", "Packages/link/x" })
        {
            Assert.Equal(404, client.Ask("GET", $"/{Place}/{absent}").Status);
        }

        // The link itself leads out of what is served, and is no way to the image.
        Assert.Equal(403, client.Ask("GET", $"/{Place}/.image").Status);
    }

    [Fact]
    public void Its_kernel_goes_over_TFTP()
    {
        using var bench = new TftpBench();
        bench.Files.Rendered["vmlinuz"] = _ => _files.Find($"{Place}/images/pxeboot/vmlinuz");
        var kernel = File.ReadAllBytes(Path.Combine(Medium, "images/pxeboot/vmlinuz"));
        Assert.True(
            kernel.AsSpan().SequenceEqual(TftpTransferTests.Read(bench, "vmlinuz", new TftpOptions { BlockSize = 1428, WindowSize = 16 }).Content),
            "the kernel differs");
        using var small = new TftpBench(cache: 1000);
        small.Files.Rendered["vmlinuz"] = _ => _files.Find($"{Place}/images/pxeboot/vmlinuz");
        Assert.True(kernel.AsSpan().SequenceEqual(TftpTransferTests.Read(small, "vmlinuz").Content), "the kernel differs");
    }

    [Fact]
    public void An_image_that_is_gone_is_said_and_served_again_when_it_is_back()
    {
        Assert.IsType<BootFile.OnDisk>(Kernel());
        File.Move(Image, Image + ".away");
        Assert.Equal($"the image {Image}, from which this pallet is served, is gone: put it back, or add the pallet again from where it is now", Why());
        Assert.IsType<BootFile.OnDisk>(_files.Find($"{Place}/.treeinfo"));
        File.Move(Image + ".away", Image);
        Assert.IsType<BootFile.OnDisk>(Kernel());

        // Whoever moves it for good may also lead the link there.
        File.Move(Image, Path.Combine(_root, "moved.iso"));
        File.Delete(Path.Combine(_root, "export/pallets", Place, PalletOnDisc.Link));
        File.CreateSymbolicLink(Path.Combine(_root, "export/pallets", Place, PalletOnDisc.Link), Path.Combine(_root, "moved.iso"));
        Assert.IsType<BootFile.OnDisk>(Kernel());
    }

    [Fact]
    public void A_file_found_before_the_image_changed_is_not_opened_after_it()
    {
        var found = Assert.IsType<BootFile.OnDisk>(Kernel());
        File.SetLastWriteTimeUtc(Image, DateTime.UnixEpoch);
        Assert.Null(found.Open());
        using var anew = Assert.IsType<BootFile.OnDisk>(Kernel()).Open();
        Assert.NotNull(anew);
    }

    [Fact]
    public void Another_image_in_its_place_is_not_served()
    {
        File.AppendAllText(Path.Combine(Medium, ".treeinfo"), "# another\n");
        Burn();
        Assert.Equal(
            $"{Image} is not the image any more that this pallet was added from (.treeinfo differs): put that one back, or add the pallet again", Why());
        File.WriteAllText(Image, "rubbish");
        Assert.Equal($"{Image} is no ISO 9660 image", Why());
        Directory.Delete(Path.Combine(_root, "export/pallets/CentOS"), recursive: true);
        Assert.IsType<BootFile.Missing>(Kernel());
    }

    [Fact]
    public void A_look_allocates_no_more_than_one_at_a_copied_file()
    {
        File.WriteAllBytes(Path.Combine(_root, "export/pallets", "plain"), []);
        Assert.InRange(Allocated($"{Place}/images/pxeboot/vmlinuz"), 1, Allocated("plain"));
    }

    private long Allocated(string name)
    {
        _files.Find(name);
        return Enumerable.Range(0, 5).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var turn = 0; turn < 100; turn++)
            {
                _files.Find(name);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }

    private async Task<NodeFileBench> BenchAsync()
    {
        var bench = await NodeFileBench.StartAsync();
        bench.Other = name => _files.Find(name);
        return bench;
    }

    private BootFile Kernel() => _files.Find($"{Place}/images/pxeboot/vmlinuz");

    private string Why() => Assert.IsType<BootFile.Failed>(Kernel()).Why;

    private void Write(string name, int length)
    {
        var path = Path.Combine(Medium, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        File.WriteAllBytes(path, bytes);
    }

    private void Burn()
    {
        File.Delete(Image);
        using var process = Process.Start(
            new ProcessStartInfo(
                "xorriso", ["-as", "mkisofs", "-quiet", "-R", "-V", "DVD", "-o", Image, Medium])
            { RedirectStandardError = true, UseShellExecute = false })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, said);
    }
}
