using BootService.Commands.Tests.Support;
using BootService.Core.Pallets;

namespace BootService.Commands.Tests.Pallets;

/// <summary>Pallets that are served from the image they came on.</summary>
public sealed class InPlacePalletTests : IDisposable
{
    private const string Place = "CentOS/6.6/redhat/x86_64";

    private readonly Bench _stack = new(nodes: false);

    private string Pallet => Path.Combine(_stack.Pallets, Place);

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void Only_what_the_frontend_reads_is_copied_and_a_link_leads_to_the_rest()
    {
        var image = TestMedia.Iso(WithPackage());
        Assert.Equal(
            "added pallet CentOS 6.6 x86_64, which is served from its image: leave that where it is",
            Assert.Single(_stack.Type("add pallet dvd.iso copy=no").Messages));
        Assert.Equal(image, new FileInfo(Path.Combine(Pallet, PalletOnDisc.Link)).LinkTarget);
        Assert.Equal(
            [".discinfo", ".image", ".treeinfo", "repodata"],
            Directory.EnumerateFileSystemEntries(Pallet).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["Packages/first-1.0-1.noarch.rpm"], TestMedia.Listed(Pallet));
        Assert.True(_stack.Inventory.Pallets.Values.Single().IsOs);
        _stack.Type("enable pallet CentOS");
        Assert.Equal(["CentOS", "6.6", "", "x86_64", "redhat", "default", image], _stack.Type("list pallet").Rows.Single());
        _stack.Type("remove pallet CentOS");
        Assert.True(File.Exists(image));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_stack.Pallets));
    }

    [Fact]
    public void A_Stacki_disc_is_served_from_the_folder_of_its_pallet()
    {
        TestMedia.Rpm(Path.Combine(_stack.Folder, "mesos"), "mesos");
        Directory.CreateDirectory(Path.Combine(_stack.Folder, "mesos/nodes"));
        File.WriteAllText(Path.Combine(_stack.Folder, "mesos/nodes/mesos-backend.xml"), "<kickstart/>");
        _stack.Type("create pallet mesos");
        _stack.Type("add pallet mesos-1.0-0.x86_64.disk1.iso copy=no");
        var pallet = Path.Combine(_stack.Pallets, "mesos/1.0/redhat/x86_64");
        Assert.Equal(
            [".image", "nodes", "repodata", "roll-mesos.xml"],
            Directory.EnumerateFileSystemEntries(pallet).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_damaged_package_is_found_though_nothing_is_copied()
    {
        var image = TestMedia.Iso(WithPackage());
        var bytes = File.ReadAllBytes(image);
        var rpm = File.ReadAllBytes(Path.Combine(_stack.Folder, "dvd/Packages/first-1.0-1.noarch.rpm"));
        bytes[bytes.AsSpan().IndexOf(rpm.AsSpan(0, 2048)) + rpm.Length - 10] ^= 1;
        File.WriteAllBytes(image, bytes);
        Assert.EndsWith(
            "dvd.iso is damaged: Packages/first-1.0-1.noarch.rpm does not have the sha256 sum that the disc itself states; download it again",
            _stack.Refused("add", "pallet", "dvd.iso", "copy=no"),
            StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_stack.Pallets));
    }

    [Fact]
    public void What_cannot_be_served_from_where_it_lies_is_said_and_changes_nothing()
    {
        var medium = WithPackage();
        Assert.Contains(
            "is a directory, and only an image can be served from where it lies", _stack.Refused("add", "pallet", "dvd", "copy=no"), StringComparison.Ordinal);
        TestMedia.Rpm(Path.Combine(medium, "Packages"), "unlisted");
        TestMedia.Iso(medium);
        Assert.Contains("do not speak of the packages on it", _stack.Refused("add", "pallet", "dvd.iso", "copy=no"), StringComparison.Ordinal);
        TestMedia.Iso(TestMedia.Os(_stack, "dvd2", "CentOS", "6.6", disc: 2, kernel: false));
        Assert.Contains("is a further disc of pallet CentOS 6.6 x86_64", _stack.Refused("add", "pallet", "dvd2.iso", "copy=no"), StringComparison.Ordinal);
        Assert.Contains("comes on 2 discs", _stack.Refused("add", "pallet", "dvd.iso", "dvd2.iso", "copy=no"), StringComparison.Ordinal);
        Assert.Contains("is fetched to be copied", _stack.Refused("add", "pallet", "http://127.0.0.1:1/dvd.iso", "copy=no"), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_stack.Pallets));
    }

    [Fact]
    public void A_further_disc_does_not_join_it_and_a_copy_takes_its_place()
    {
        var image = TestMedia.Iso(WithPackage());
        _stack.Type("add pallet dvd.iso copy=no");
        _stack.Type("enable pallet CentOS");
        var further = TestMedia.Os(_stack, "dvd2", "CentOS", "6.6", disc: 2, kernel: false);
        TestMedia.Rpm(Path.Combine(further, "Packages"), "second");
        TestMedia.Iso(further);
        Assert.Equal(
            $"pallet CentOS 6.6 x86_64 is served from {image}, and no further disc can join it there: add its discs together, copied",
            _stack.Refused("add", "pallet", "dvd2.iso"));
        _stack.Type("add pallet dvd.iso dvd2.iso");
        Assert.False(File.Exists(Path.Combine(Pallet, PalletOnDisc.Link)));
        Assert.Equal(["Packages/first-1.0-1.noarch.rpm", "Packages/second-1.0-1.noarch.rpm"], TestMedia.Listed(Pallet));
        _stack.Type("add pallet dvd.iso copy=no");
        Assert.Equal("default", _stack.Type("list pallet").Rows.Single()[5]);
        Assert.False(Directory.Exists(Path.Combine(Pallet, "Packages")));
    }

    private string WithPackage()
    {
        var medium = TestMedia.Os(_stack, "dvd", "CentOS", "6.6");
        TestMedia.Rpm(Path.Combine(medium, "Packages"), "first");
        TestMedia.Repository(medium);
        return medium;
    }
}
