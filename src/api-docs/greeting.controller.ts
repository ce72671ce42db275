import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { VERSION } from '../common/version.js';
import { RequireRole } from '../modules/auth/require-role.decorator.js';

class GreetingDto {
  @ApiProperty({ example: 'Tom, a network automation broker' })
  message!: string;

  @ApiProperty({ example: VERSION })
  version!: string;

  @ApiProperty({ description: 'Path of the API docs', example: '/docs' })
  docs!: string;
}

/** What a client meets at the root of the API: enough to see that it is at the right place, and let in. */
@ApiTags('health')
@Controller('api')
export class GreetingController {
  @Get('/')
  @RequireRole('viewer')
  @ApiOperation({ summary: 'Who answers here', description: 'Name and version; a cheap way to try a log-in.' })
  @ApiOkResponse({ type: GreetingDto })
  greet(): GreetingDto {
    return { message: 'Tom, a network automation broker', version: VERSION, docs: '/docs' };
  }
}
