using System.Text;
using BootService.Core.Repositories;
using BootService.Core.Tests.Iso;
using Xunit;

namespace BootService.Core.Tests.Repositories;

public sealed class RpmVersionTests
{
    private static readonly string[] Texts =
    [
        "1", "1.0", "1.00", "1.0.0", "01", "1.", "1..", "1a", "a1", "a", "b", "ab", "a.b", "1.a", "1.1", "2", "10", "9", "1_0", "1+0", "~", "^", "1~", "1^",
        "1~rc1", "1~rc2", "1^git1", "1^git2",
        "1~rc1^git1", "1^git1~pre", "1.0^", "1.0^20210501", "1.0.1", "1.0^20210501.1", "20141024", "20150107", "99999999999999999999999999",
        "100000000000000000000000000", "0.21.1", "0.21.0", "5.0.0", "5.0.0a",
        "1.el6", "1.el6_6.1", "1.el6.centos", "1.el6.centos.1", "alpha", "beta1", "1.0rc1", "6.10", "6.6", "xyz10", "xyz10.1", "1~~", "1~^", "1^~", "1^^",
    ];

    [Fact]
    public void Versions_are_ordered_as_rpm_orders_them()
    {
        var script = new StringBuilder();
        foreach (var a in Texts)
        {
            foreach (var b in Texts)
            {
                script.Append($"print(rpm.vercmp('{a}','{b}') .. ' ') ");
            }
        }

        var lua = Path.GetTempFileName();
        File.WriteAllText(lua, script.ToString());
        var answers = Discs.Run("rpm", ["--eval", $"%{{lua: dofile('{lua}')}}"]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        File.Delete(lua);
        Assert.Equal(Texts.Length * Texts.Length, answers.Length);
        for (var at = 0; at < answers.Length; at++)
        {
            var (a, b) = (Texts[at / Texts.Length], Texts[at % Texts.Length]);
            Assert.True(int.Parse(answers[at]) == Math.Sign(RpmVersion.Compare(a, b)), $"{a} and {b}: rpm says {answers[at]}");
        }
    }

    [Fact]
    public void An_epoch_decides_before_the_version_and_the_version_before_the_release()
    {
        Assert.True(new RpmVersion(1, "1", "1").CompareTo(new RpmVersion(0, "2", "2")) > 0);
        Assert.True(new RpmVersion(0, "1", "2").CompareTo(new RpmVersion(0, "2", "1")) < 0);
        Assert.True(new RpmVersion(0, "1", "2").CompareTo(new RpmVersion(0, "1", "10")) < 0);
    }

    [Theory]
    [InlineData("Packages/m/mesos-0.21.1-1.1.centos65.x86_64.rpm", "mesos", "0.21.1", "1.1.centos65", "x86_64")]
    [InlineData("java-1.7.0-openjdk-1.7.0.75-2.5.4.0.el6_6.i686.rpm", "java-1.7.0-openjdk", "1.7.0.75", "2.5.4.0.el6_6", "i686")]
    public void A_file_name_tells_what_is_in_it(string file, string name, string version, string release, string arch) =>
        Assert.Equal(new RpmPackage(name, arch, new RpmVersion(0, version, release), file), RpmPackage.FromFileName(file));

    [Theory]
    [InlineData("README")]
    [InlineData("x.rpm")]
    [InlineData("a-1.rpm")]
    [InlineData("-1-1.x.rpm")]
    public void Other_files_are_no_packages(string file) => Assert.Null(RpmPackage.FromFileName(file));

    [Fact]
    public void Repository_files_are_read_with_their_variables_and_further_lines()
    {
        const string Text =
            "# x\n[main]\ncachedir=/x\n\n[a]\nname = A\nbaseurl=http://h/$releasever/$basearch/\n   http://i/${basearch}\nproxy=_none_\n[b]\nmirrorlist = "
                + "http://m/?arch=$basearch\nusername=u\npassword=p=q\n";
        using var reader = new StringReader(Text);
        var all = RepoFile.Parse(reader, "x86_64", "6").ToArray();
        Assert.Equal(["main", "a", "b"], all.Select(repository => repository.Id));
        Assert.Equal(["http://h/6/x86_64/", "http://i/x86_64"], all[1].BaseUrls);
        Assert.Equal(string.Empty, all[1].Proxy);
        Assert.Equal(("http://m/?arch=x86_64", "u", "p=q"), (all[2].MirrorList, all[2].UserName, all[2].Password));
    }
}
