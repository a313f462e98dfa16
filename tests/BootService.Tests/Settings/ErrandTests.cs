using BootService.Settings;
using Xunit;

namespace BootService.Tests.Settings;

public class ErrandTests
{
    [Theory]
    [InlineData("--check --config /srv/a.json", "--check", null, "--config /srv/a.json")]
    [InlineData("--config /srv/a.json --check", "--check", null, "--config /srv/a.json")]
    [InlineData("--Http:Port=81 --restore /srv/a.db --Log:Level None", "--restore", "/srv/a.db", "--Http:Port=81 --Log:Level None")]
    [InlineData("--restore=/srv/a.db --Http:Port=81", "--restore", "/srv/a.db", "--Http:Port=81")]
    [InlineData("--config /srv/a.json --help", "--help", null, "")]
    [InlineData("--Http:Port 81 --version", "--version", null, "")]
    [InlineData("--new-frontend --config /srv/a.json", null, null, "--new-frontend --config /srv/a.json")]
    [InlineData("--config --check", "--check", null, "--config")]
    [InlineData("--restore", null, null, "--restore")]
    [InlineData("--config -h", null, null, "--config -h")]
    public void What_is_asked_may_stand_anywhere_among_the_settings(string line, string? word, string? copy, string settings)
    {
        var errand = Errand.Of(line.Split(' '));
        Assert.Equal((word, copy, settings), (errand.Word, errand.Copy, string.Join(' ', errand.Settings)));
    }
}
