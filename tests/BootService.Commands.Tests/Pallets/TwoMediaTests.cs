using BootService.Commands.Tests.Support;
using BootService.Core.Pallets;
using BootService.Media.Discs;

namespace BootService.Commands.Tests.Pallets;

/// <summary>Two media of one release, as a DVD and a Minimal disc are: the pallet has what both bring.</summary>
public sealed class TwoMediaTests : IDisposable
{
    private readonly Bench _stack = new(nodes: false);

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void A_minimal_disc_hides_no_repository_of_the_DVD()
    {
        Lay("dvd", "BaseOS", "AppStream");
        Lay("minimal", "Minimal");
        _stack.Type("add pallet dvd");
        _stack.Type("add pallet minimal");
        Assert.Equal(["", "AppStream", "BaseOS", "Minimal"], Description().Repositories.Order());

        // Nor the other way about.
        _stack.Type("add pallet minimal clean=true");
        Assert.Equal(["", "Minimal"], Description().Repositories);
        _stack.Type("add pallet dvd");
        Assert.Equal(["", "AppStream", "BaseOS", "Minimal"], Description().Repositories.Order());
    }

    [Fact]
    public void Of_two_lists_of_one_repository_the_whole_one_stays()
    {
        var dvd = Lay("dvd", "BaseOS");
        Lay("minimal", "BaseOS");
        TestMedia.Rpm(Path.Combine(dvd, "BaseOS/Packages"), "further");
        TestMedia.Repository(Path.Combine(dvd, "BaseOS"));
        _stack.Type("add pallet dvd");
        var whole = File.ReadAllText(Path.Combine(Place, "BaseOS/repodata/repomd.xml"));
        _stack.Type("add pallet minimal");
        Assert.Equal(whole, File.ReadAllText(Path.Combine(Place, "BaseOS/repodata/repomd.xml")));

        var other = Lay("other", "BaseOS");
        TestMedia.Rpm(Path.Combine(other, "BaseOS/Packages"), "third");
        TestMedia.Repository(Path.Combine(other, "BaseOS"));
        Assert.EndsWith(
            "both have a repository BaseOS, and each lists packages that the other does not have: add one of them with clean=true",
            _stack.Refused("add", "pallet", "other"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Of_what_both_describe_the_files_that_lie_there_are_meant()
    {
        var text = TreeInfoMerge.Of(
            "[general]\nfamily = Rocky Linux\nvariant = AppStream\nvariants = AppStream,BaseOS\n[checksums]\nimages/a = sha256:1\nimages/b = "
                + "sha256:2\n[variant-BaseOS]\nrepository = BaseOS\n",
            "[general]\nfamily = Rocky Linux\nvariant = Minimal\nvariants = Minimal\n[checksums]\nimages/a = sha256:3\n[variant-Minimal]\nrepository = "
                + "Minimal\n");
        Assert.Equal(
            "[general]\nfamily = Rocky Linux\nvariants = AppStream,BaseOS,Minimal\nvariant = AppStream\n\n[checksums]\nimages/a = sha256:3\nimages/b = "
                + "sha256:2\n\n"
            + "[variant-Minimal]\nrepository = Minimal\n\n[variant-BaseOS]\nrepository = BaseOS\n\n",
            text);
    }

    private string Place => Path.Combine(_stack.Pallets, "Rocky/9.3/redhat/x86_64");

    private TreeInfo Description()
    {
        using var text = File.OpenText(Path.Combine(Place, ".treeinfo"));
        return TreeInfo.Parse(text);
    }

    private string Lay(string name, params string[] variants)
    {
        var disc = Path.Combine(_stack.Folder, name);
        foreach (var file in new[] { "images/pxeboot/vmlinuz", "images/pxeboot/initrd.img" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(disc, file))!);
            File.WriteAllText(Path.Combine(disc, file), file);
        }

        foreach (var variant in variants)
        {
            TestMedia.Rpm(Path.Combine(disc, variant, "Packages"), variant.ToLowerInvariant());
            TestMedia.Repository(Path.Combine(disc, variant));
        }

        File.WriteAllText(
            Path.Combine(disc, ".treeinfo"),
            $"[general]\nfamily = Rocky Linux\nversion = 9.3\narch = x86_64\nvariant = {variants[0]}\nvariants = "
                + $"{string.Join(',', variants)}\n[images-x86_64]\n"
            + "kernel = images/pxeboot/vmlinuz\ninitrd = images/pxeboot/initrd.img\n[tree]\narch = x86_64\n"
            + $"variants = {string.Join(',', variants)}\n"
            + string.Concat(variants.Select(variant => $"[variant-{variant}]\nid = {variant}\nrepository = {variant}\npackages = {variant}/Packages\n")));
        return disc;
    }
}
