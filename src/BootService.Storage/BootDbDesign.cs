using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace BootService.Storage;

/// <summary>What <c>dotnet ef migrations add</c> makes the model with; it touches no database.</summary>
internal sealed class BootDbDesign : IDesignTimeDbContextFactory<BootDb>
{
    public BootDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<BootDb>().UseSqlite("Data Source=:memory:").Options);
}
