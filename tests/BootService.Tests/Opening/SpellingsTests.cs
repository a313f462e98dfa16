using BootService.Files;
using Xunit;

namespace BootService.Tests.Opening;

public sealed class SpellingsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("spellings").FullName;
    private readonly BootFolder _folder;
    private readonly Spellings _spellings;

    public SpellingsTests()
    {
        Directory.CreateDirectory(Path.Combine(_root, "boot", "Fonts"));
        File.WriteAllText(Path.Combine(_root, "boot", "bcd"), "one");
        File.WriteAllText(Path.Combine(_root, "boot", "Fonts", "wgl4.TTF"), "two");
        _folder = new BootFolder(_root);
        _spellings = new Spellings(_folder);
    }

    [Theory]
    [InlineData("Boot/BCD", "boot/bcd")]
    [InlineData("BOOT/fonts/WGL4.ttf", "boot/Fonts/wgl4.TTF")]
    [InlineData("boot/bcd", "boot/bcd")]
    [InlineData("boot/bcd2", null)]
    [InlineData("boot/bcd/more", null)]
    [InlineData("", null)]
    public void A_name_is_found_in_any_case(string asked, string? lies) => Assert.Equal(lies, _spellings.Find(asked));

    [Fact]
    public void A_file_that_came_later_is_found_and_of_two_the_first_in_order()
    {
        Assert.Null(_spellings.Find("boot/new"));
        File.WriteAllText(Path.Combine(_root, "boot", "nEw"), "three");
        File.WriteAllText(Path.Combine(_root, "boot", "NEW"), "four");
        Assert.Equal("boot/NEW", _spellings.Find("boot/new"));
    }

    [Fact]
    public void A_link_that_leads_out_of_the_folder_is_not_followed_in_another_case_either()
    {
        var outside = Directory.CreateTempSubdirectory("outside").FullName;
        File.WriteAllText(Path.Combine(outside, "secret"), "five");
        File.CreateSymbolicLink(Path.Combine(_root, "away"), outside);
        Assert.Null(_spellings.Find("Away/Secret"));
        Directory.Delete(outside, recursive: true);
    }

    [Fact]
    public void A_folder_with_too_many_names_is_not_kept_in_mind()
    {
        foreach (var number in Enumerable.Range(0, Spellings.MostNames + 1))
        {
            File.WriteAllText(Path.Combine(_root, "boot", "Fonts", $"f{number}"), string.Empty);
        }

        Assert.Null(_spellings.Find("boot/fonts/F1"));
    }

    public void Dispose()
    {
        _folder.Dispose();
        Directory.Delete(_root, recursive: true);
    }
}
